import { readView } from '../../src/dockerfile/read-view.ts';
import type { CacheUse } from '../../src/download-caches/cache.ts';
import type { Plan } from '../../src/plan/plan.ts';
import type { Candidate } from './candidates.ts';
import { imageOf } from './obstacles.ts';
import { ownerOf } from './owner.ts';

/** One `--mount` flag. Only numbers name its owner; what was compiled for an image is kept apart by the image's name. */
export function mountFlag(use: CacheUse, candidate: Candidate, plan: Plan): string {
  const owner = ownerOf(candidate.item, candidate.survey);
  const id = use.compiled ? `,id=${use.name}-${imageOf(plan, candidate.stage).replace(/[^\w.-]+/g, '-')}` : '';
  const sharing = use.locked ? ',sharing=locked' : '';
  const ids = owner.kind === 'user' ? `,uid=${owner.uid},gid=${owner.gid}` : '';
  return `--mount=type=cache${id},target=${use.folder}${sharing}${ids}`;
}

/** A line that takes a mount beside its command is not longer than this. */
const LONGEST = 100;

/** The RUN's text with flags behind its own; one on its line, several on a line each. */
export function withMounts(text: string, flags: readonly string[], { document }: Plan): string {
  const view = readView(text, 'RUN', document.escape);
  if (view.kind !== 'run') return text;
  const at = view.flags.at(-1)?.end ?? /^\s*\S+/.exec(text)?.[0].length ?? 0;
  const rest = text.slice(at);
  const first = `${text.slice(0, at)} ${flags[0]}${rest.split(/\r?\n/, 1)[0]}`;
  if (view.form === 'heredoc' || (flags.length === 1 && view.flags.length === 0 && first.length <= LONGEST))
    return `${text.slice(0, at)} ${flags.join(' ')}${rest}`;
  const line = ` ${document.escape}${document.newline}    `;
  const head =
    view.flags.length === 0
      ? ` ${flags[0]}${flags
          .slice(1)
          .map((flag) => line + flag)
          .join('')}`
      : flags.map((flag) => line + flag).join('');
  const isBroken = /^[ \t]*[\\`][ \t]*\r?\n/.test(rest);
  return text.slice(0, at) + head + (isBroken ? rest : line + rest.trimStart());
}
