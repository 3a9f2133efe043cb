import { type Decision, decisionsOf, type Evidence } from '../../src/decision.ts';
import { type Facts, viewOf } from '../../src/facts.ts';
import type { Options } from '../../src/options.ts';
import { reasons } from './reasons.ts';

export const decide = decisionsOf('add-cache-mounts', reasons);

/** Whether the file may hold `RUN --mount`: what shows that BuildKit builds it, or why not. */
export function mayMount(facts: Facts, options: Options): readonly Evidence[] | Decision {
  const builders = facts.consumers.filter((consumer) => consumer.dockerfile === facts.path);
  const other = builders.find((consumer) => consumer.builder !== null);
  if (other?.builder)
    return decide('builder-cannot-mount', {
      data: { file: other.file, builder: other.builder === 'classic' ? 'the classic builder' : other.builder },
    });
  const { syntax } = facts.document;
  if (syntax !== null && !knowsMounts(syntax)) return decide('syntax-too-old', { data: { syntax } });
  const shown = shownByFile(facts);
  if (shown !== null) return [{ source: facts.path, says: shown }];
  const known = builders.flatMap(({ file, buildKit }) =>
    buildKit === undefined ? [] : [{ source: file, says: buildKit }],
  );
  if (known.length > 0 || options.cacheMounts === 'always') return known;
  return decide('builder-not-known');
}

/** Cache mounts are in docker/dockerfile from 1.2 on, and in its experimental releases before (BuildKit, frontend/dockerfile/docs/syntax.md). */
function knowsMounts(syntax: string): boolean {
  const [, version] = /(?:^|\/)docker\/dockerfile(?:-upstream)?(?::([\w.-]+))?(?:@|$)/.exec(syntax) ?? [null, null];
  if (version === null) return false;
  return version === undefined || !/^1\.[01](?:[.-](?!.*experimental)|$)/.test(version);
}

/** What only BuildKit reads: a mount, a heredoc, a flag of COPY, a named frontend. */
function shownByFile({ document }: Facts): string | null {
  if (document.syntax !== null) return `# syntax=${document.syntax}`;
  for (const instruction of document.instructions) {
    if (instruction.heredocs.length > 0) return `${instruction.keyword} ${instruction.heredocs[0]?.word}`;
    const view = viewOf({ kind: 'original', of: instruction }, document);
    if (view.kind !== 'run' && view.kind !== 'copy' && view.kind !== 'add') continue;
    const flag = view.flags.find(({ name }) => BUILDKIT_FLAGS.includes(name));
    if (flag) return `${instruction.keyword} --${flag.name}`;
  }
  return null;
}

const BUILDKIT_FLAGS = ['mount', 'network', 'security', 'link', 'chmod', 'parents', 'exclude', 'checksum'];
