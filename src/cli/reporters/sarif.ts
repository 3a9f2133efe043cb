import { inOrder, type Transform } from '../../transform.ts';
import { dockerfileEdit, type ReportedDecision, type ReportedFile } from './reported.ts';
import { replacements } from './sarif-fix.ts';

/** The rule of the result that carries a file's new text. */
const REWRITE = 'msb-migrate/rewrite';

/**
 * A SARIF 2.1.0 log (OASIS standard): a result for each decision that changed or declined something, and one for each file that would change, whose fix is
 * the whole rewrite. What no file can be blamed for, or could not be read, is a notification of the tool.
 */
export function sarifReport(files: readonly ReportedFile[], transforms: readonly Transform[], version: string): string {
  const rules = [rewriteRule, ...rulesOf(transforms)];
  const indices = new Map(rules.map(({ id }, index) => [id, index]));
  const results = files.flatMap(resultsOf).map((result) => {
    const ruleIndex = indices.get(result.ruleId);
    return ruleIndex === undefined ? result : { ...result, ruleIndex };
  });
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'msb-migrate', version, rules } },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: files.every(({ status }) => status !== 'fault'),
            toolExecutionNotifications: files.flatMap(notificationsOf),
          },
        ],
        results,
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

const rewriteRule = {
  id: REWRITE,
  name: 'rewrite',
  shortDescription: { text: 'The Dockerfile can be rewritten so that it builds the same in less.' },
  fullDescription: {
    text: 'The fix holds the whole rewrite; the other results of the file say why each part of it is safe.',
  },
  defaultConfiguration: { level: 'warning' },
};

function rulesOf(transforms: readonly Transform[]) {
  return inOrder(transforms).flatMap((transform) =>
    Object.entries(transform.reasons).flatMap(([code, reason]) => {
      if (reason.verdict === 'unneeded') return [];
      const help = reason.advice === undefined ? reason.explanation : `${reason.explanation}\n\n${reason.advice}`;
      return [
        {
          id: `${transform.name}/${code}`,
          name: code,
          shortDescription: { text: reason.title },
          fullDescription: { text: reason.explanation },
          help: { text: help },
          defaultConfiguration: { level: 'note' },
          properties: { tags: [transform.name, reason.verdict] },
        },
      ];
    }),
  );
}

function resultsOf(file: ReportedFile) {
  const decisions = file.decisions.filter(({ verdict }) => verdict !== 'unneeded');
  return [...rewriteOf(file), ...(file.problem ? [] : decisions.map((decision) => resultOf(file, decision)))];
}

function rewriteOf(file: ReportedFile) {
  if (file.edits.length === 0) return [];
  const lines = (dockerfileEdit(file) ?? file.edits[0])?.before.split('\n').length ?? 1;
  const done = file.decisions.filter(({ verdict }) => verdict === 'changed').map(({ transform }) => transform);
  return [
    {
      ruleId: REWRITE,
      level: 'warning',
      message: { text: `This Dockerfile can be rewritten: ${[...new Set(done)].join(', ')}.` },
      locations: [placeOf(file, { first: 1, last: Math.max(1, lines - 1) })],
      partialFingerprints: { 'msbMigrate/v1': `${REWRITE}:${locationOf(file)}` },
      fixes: [
        {
          description: { text: 'Take the rewrite.' },
          artifactChanges: file.edits.map((edit) => ({
            artifactLocation: { uri: uriOf(file, edit.path) },
            replacements: replacements(edit.before, edit.after),
          })),
        },
      ],
    },
  ];
}

function resultOf(file: ReportedFile, { verdict, transform, code, sentence, advice, at }: ReportedDecision) {
  const [first, ...others] = at;
  return {
    ruleId: `${transform}/${code}`,
    level: 'note',
    kind: verdict === 'declined' ? 'review' : 'informational',
    message: { text: `${sentence}.${advice === null ? '' : ` ${advice}`}` },
    locations: [placeOf(file, first ?? { first: 1, last: 1 })],
    ...(others.length === 0 ? {} : { relatedLocations: others.map((range) => placeOf(file, range)) }),
    partialFingerprints: { 'msbMigrate/v1': `${transform}/${code}:${locationOf(file)}` },
  };
}

function notificationsOf(file: ReportedFile) {
  if (!file.problem) return [];
  const { code, cause, remedy, line } = file.problem;
  return [
    {
      descriptor: { id: code },
      level: 'error',
      message: { text: `${cause}. ${remedy}` },
      locations: [placeOf(file, { first: line ?? 1, last: line ?? 1 })],
    },
  ];
}

function placeOf(file: ReportedFile, { first, last }: { readonly first: number; readonly last: number }) {
  return {
    physicalLocation: {
      artifactLocation: { uri: locationOf(file) },
      region: { startLine: first, endLine: last },
    },
  };
}

function locationOf(file: ReportedFile): string {
  return uriOf(file, file.path);
}

/** A relative reference; a repository, where there is one, is its first part. */
function uriOf({ repository }: ReportedFile, path: string): string {
  const whole =
    repository === undefined ? path : `${repository.replace(/^[a-z]+:\/\//, '').replace(/^\/+/, '')}/${path}`;
  return whole.split('/').map(encodeURIComponent).join('/');
}
