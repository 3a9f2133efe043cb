import type { Proof } from '../../prove/compare.ts';
import type { Figures } from '../../prove/figures.ts';
import type { FileProof } from '../../prove/prove-file.ts';
import type { Paint } from '../color.ts';
import { figureRows } from './figures.ts';
import { printable } from './printable.ts';

/** What each proof means, for people. */
const MEANING: Readonly<Record<Proof, string>> = {
  'same-answers': 'both run, and answer the same',
  'same-exit-0': 'both end with 0, and print the same',
  'only-built': 'both build; there was nothing to compare when they ran',
  'both-fail': 'both fail when they are started, which proves nothing',
  differs: 'the original works, and the migrated image does something else',
  'was-broken': 'the original is broken',
};

/** What the reader of a proof that does not count can do. */
const ADVICE: Readonly<Record<Proof, readonly string[]>> = {
  'same-answers': [],
  'same-exit-0': [],
  'only-built': [
    'Name what it answers with --probe, give a check of your own with --smoke, or take it with --accept only-built.',
  ],
  'both-fail': [
    'Give both what they miss (a server, a variable) with --env NAME=VALUE, --env-file FILE or --volume, or take it with --accept both-fail.',
  ],
  differs: ['Without --prove the patch is shown as it is.'],
  'was-broken': ['Mend the original first.'],
};

const LAST_LINES = 8;

/** A proof for people: its name, what was seen, the figures before and after, and what else was tried. */
export function proofLines(proof: FileProof, accepted: boolean, paint: Paint): readonly string[] {
  const mark = accepted ? paint.green('✓') : paint.red('✗');
  const by = proof.candidate === '' || !accepted ? '' : `, with ${proof.candidate}`;
  return [
    `  ${mark} ${paint.bold(proof.proof)}: ${MEANING[proof.proof]}${by}`,
    ...proof.differences.map((line) => `    ${printable(line)}`),
    ...proof.missing.map(({ what, remedy }) => `    it misses ${printable(what)}: ${printable(remedy)}`),
    ...lastWords(proof, paint),
    ...table(proof).map((line) => `    ${line}`),
    ...proof.notes.map((line) => `    ${paint.dim(printable(line))}`),
    ...proof.tried.flatMap((failed) => [
      `    tried ${failed.label === '' ? 'as asked for' : failed.label}: ${failed.proof}`,
      ...failed.because.map((line) => `      ${printable(line)}`),
    ]),
    ...(accepted ? [] : ADVICE[proof.proof].map((line) => `    → ${line}`)),
    ...kept(proof, accepted).map((line) => `    ${paint.dim(printable(line))}`),
  ];
}

/** The last words of the side that failed; of the original where both did. */
function lastWords({ proof, before, after }: FileProof, paint: Paint): readonly string[] {
  const told = (side: string, { lastLines }: Figures) =>
    lastLines.slice(-LAST_LINES).map((line) => `    ${paint.dim(`${side} | ${printable(line)}`)}`);
  switch (proof) {
    case 'was-broken':
    case 'both-fail':
      return told('before', before);
    case 'differs':
      return after === undefined ? [] : told('after', after);
    case 'same-answers':
    case 'same-exit-0':
    case 'only-built':
      return [];
  }
}

function table({ before, after }: FileProof): readonly string[] {
  return figureRows(before, after).map(
    ({ name, before: was, after: is }) => `${name.padEnd(9)}${was}${is === null || is === was ? '' : ` → ${is}`}`,
  );
}

function kept({ before, after, tried }: FileProof, accepted: boolean): readonly string[] {
  const images = [before.image, after?.image, ...tried.map(({ image }) => image)].filter((name) => name !== undefined);
  const logs = accepted && images.length === 0 ? [] : [...before.logs, ...(after?.logs ?? [])];
  return [...(images.length === 0 ? [] : [`images: ${images.join(', ')}`]), ...logs.map((log) => `log: ${log}`)];
}
