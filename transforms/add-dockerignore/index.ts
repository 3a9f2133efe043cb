import { type Decision, decisionsOf } from '../../src/decision.ts';
import { parseDockerfile } from '../../src/dockerfile/parse.ts';
import { dockerfilesOfContext } from '../../src/dockerfiles-of-context.ts';
import { type Facts, survey } from '../../src/facts.ts';
import { resolvePath } from '../../src/filesystem/path.ts';
import { ignoreDependencies } from '../../src/ignore-dependencies.ts';
import type { IgnoreLine, Plan } from '../../src/plan/plan.ts';
import { planOf } from '../../src/plan/plan-of.ts';
import type { Transform } from '../../src/transform.ts';
import { gitReader } from './git-readers.ts';
import { holdingStage } from './holding-stage.ts';
import { reasons } from './reasons.ts';
import { secretsOf } from './secrets.ts';
import { type FolderCopy, folderCopies, takersOf } from './whole-copies.ts';

const decide = decisionsOf('add-dockerignore', reasons);

/** Keeps out of the build context what certainly nothing in the image reads. */
export const addDockerignore: Transform = {
  name: 'add-dockerignore',
  summary: 'keeps out of the build context what certainly nothing in the image reads: local dependencies, .git',
  phase: 'clean',
  safety:
    'Only folders that git does not hold and that an install makes anew, and .git where no command, script or program may look at it; never a file that some COPY, ADD or bind mount of this context names.',
  owns: [],
  reasons,
  run(plan, facts) {
    if (facts.context.state === 'unknown')
      return { plan, decisions: [decide('context-unknown', { data: { why: facts.context.because } })] };
    const copies = folderCopies(plan, facts);
    const found = [dependencies(plan, copies, facts), git(plan, copies, facts)];
    const lines = found.flatMap((one) => one.lines);
    const decisions = [...found.flatMap((one) => one.decisions), ...secrets(plan, copies, facts)];
    return {
      plan: { ...plan, ignore: [...plan.ignore, ...lines] },
      decisions: decisions.length > 0 ? decisions : [decide('nothing-to-hide')],
    };
  },
};

interface Found {
  readonly lines: readonly IgnoreLine[];
  readonly decisions: readonly Decision[];
}

const NOTHING: Found = { lines: [], decisions: [] };

/** Local dependency folders that a copy would bring, of projects that the file installs itself. */
function dependencies(plan: Plan, copies: readonly FolderCopy[], facts: Facts): Found {
  const asked = plan.ignore.map(({ pattern }) => pattern);
  const installed = plan.stages.flatMap((_, stage) =>
    survey(plan, stage, facts).items.flatMap(({ readings }) =>
      readings.flatMap(({ detail }) =>
        detail.kind === 'install' && detail.packages.length === 0 ? [detail.project] : [],
      ),
    ),
  );
  const found = facts.projects.flatMap((project): readonly Found[] => {
    const taken = project.dependencyFolders.filter((folder) => takersOf(folder, copies).length > 0);
    if (taken.length === 0 || !installed.includes(project.root)) return [];
    const ignored = ignoreDependencies(project, facts);
    if ('usedBy' in ignored)
      return [
        { lines: [], decisions: [decide('dependencies-used', { data: { where: ignored.usedBy, folder: taken } })] },
      ];
    const lines = ignored.lines.filter(({ pattern }) => !asked.includes(pattern));
    const says = decide('dependencies-hidden', {
      data: { patterns: lines.map(({ pattern }) => pattern) },
      evidence: project.evidence,
    });
    return lines.length === 0 ? [] : [{ lines, decisions: [says] }];
  });
  return { lines: found.flatMap((one) => one.lines), decisions: found.flatMap((one) => one.decisions) };
}

/** The repository's history, where the context is the repository's root and nobody may read it. */
function git(plan: Plan, copies: readonly FolderCopy[], facts: Facts): Found {
  const takers = takersOf('.git', copies);
  if (facts.context.folder !== '' || facts.context.ignores('.git') || takers.length === 0) return NOTHING;
  const reader = gitReader(plan, copies, facts) ?? otherReader(facts);
  if (reader !== null) {
    const stage = holdingStage(plan, '.git', takers, facts);
    const into = stage === null ? 'the image' : `the ${stage} stage`;
    return { lines: [], decisions: [decide('git-may-be-read', { data: { where: reader, into } })] };
  }
  const at = takers.flatMap(({ item }) => (item.step.kind === 'added' ? [] : [item.step.of.lines]));
  const places = [
    ...new Set(takers.flatMap(({ destination }) => (destination === null ? [] : [resolvePath(destination, '.git')]))),
  ];
  return {
    lines: [{ pattern: '.git', why: 'nothing in the image reads the history' }],
    decisions: [decide('git-hidden', { data: { places }, at })],
  };
}

/** Another Dockerfile of the same folder whose image may need the history. */
function otherReader(facts: Facts): string | null {
  for (const path of dockerfilesOfContext(facts)) {
    if (path === facts.path) continue;
    const parsed = parseDockerfile(facts.repository.read(path) ?? '', path);
    if (parsed.kind === 'problem') return path;
    const other = { ...facts, document: parsed.document, path };
    const plan = planOf(parsed.document);
    const copies = folderCopies(plan, other);
    if (takersOf('.git', copies).length > 0 && gitReader(plan, copies, other) !== null) return path;
    if (/\.git\b(?!ignore|hub|lab|attributes|modules)/.test(parsed.document.source)) return path;
  }
  return null;
}

/** Advice only: hiding such a file may take away what a build or the program reads. */
function secrets(plan: Plan, copies: readonly FolderCopy[], facts: Facts): readonly Decision[] {
  const found = secretsOf(facts).flatMap(({ path, evidence }) => {
    const takers = takersOf(path, copies);
    return takers.length === 0 || facts.context.ignores(path)
      ? []
      : [{ path, evidence, stage: holdingStage(plan, path, takers, facts) }];
  });
  const inImage = found.filter(({ stage }) => stage === null);
  const behind = found.filter(({ stage }) => stage !== null);
  const decisions: Decision[] = [];
  if (inImage.length > 0) {
    const data = { paths: inImage.map(({ path }) => path) };
    decisions.push(decide('secrets-in-context', { data, evidence: inImage.map(({ evidence }) => evidence) }));
  }
  if (behind.length > 0) {
    const stages = [...new Set(behind.map(({ stage }) => stage ?? ''))];
    const data = { paths: behind.map(({ path }) => path), stages };
    decisions.push(decide('secrets-in-build', { data, evidence: behind.map(({ evidence }) => evidence) }));
  }
  return decisions;
}
