import { basename, dirname, join } from 'node:path';
import type { Document } from '../dockerfile/document.ts';
import { parseDockerfile } from '../dockerfile/parse.ts';
import { readView } from '../dockerfile/read-view.ts';
import { gatherFacts } from '../migrate.ts';
import type { Source } from './migrate-file.ts';

/** How docker build is called for a Dockerfile. */
export interface BuildPlace {
  /** The context, absolute. */
  readonly folder: string;
  /** The Dockerfile, from there; its name where it is elsewhere. */
  readonly dockerfile: string;
  readonly ignores: (path: string) => boolean;
}

/** Where the Dockerfile is built, and what it is called there. Null where that is not known. */
export function buildPlaceOf(source: Source): BuildPlace | null {
  const { repository, dockerfile, context } = source.place;
  const { options } = source;
  const parsed = parseDockerfile(source.text, dockerfile);
  if (parsed.kind === 'problem') return null;
  const found = gatherFacts(
    { repository, dockerfile, source: source.text, context, options, known: source.known },
    parsed.document,
  ).context;
  // Without a COPY from it any folder will do.
  if (found.state === 'unknown' && readsContext(parsed.document)) return null;
  const folder =
    found.state === 'unknown' ? join(repository.root, dirname(dockerfile)) : join(repository.root, found.folder);
  const file = join(repository.root, dockerfile);
  return {
    folder,
    ignores: found.ignores,
    dockerfile: file.startsWith(join(folder, '/')) ? file.slice(join(folder, '/').length) : basename(file),
  };
}

/** Whether a COPY, an ADD or a mount may read the build context. */
function readsContext(document: Document): boolean {
  return document.instructions.some((instruction) => {
    const view = readView(instruction.text, instruction.keyword, document.escape);
    if (view.kind === 'copy' || view.kind === 'add') return view.from === null;
    return /--mount=(?!\S*\b(?:from=|type=(?:cache|tmpfs|secret|ssh)))/.test(instruction.text);
  });
}
