import { posix } from 'node:path';
import type { BuildContext } from '../../repository/repository.ts';
import type { PlacedCommand, VirtualEnvironment } from '../dependencies.ts';
import type { Known } from '../known.ts';
import { known, notKnown } from './known.ts';
import { locationOf } from './locations.ts';
import { pythonToolOf } from './pip-words.ts';

/** Programs that hold an interpreter as a library; it takes `sys.prefix` from its own place (uwsgi-docs, «home»). */
const EMBEDDING = /^(?:py)?uwsgi$|^mod-wsgi(?:-standalone)?$/;

/** The official images' own interpreter, written out: it sees `/usr/local` alone. */
export const BY_PLACE = /\/usr\/local\/(?:bin\/\w|lib\/python)/;

/** How pip's packages go into an environment that comes first on PATH: every program that PATH finds is the environment's then. */
export function virtualEnvironmentOf(
  context: BuildContext,
  named: readonly string[],
  commands: readonly PlacedCommand[],
  folder: string,
): Known<VirtualEnvironment> {
  for (const { reading, ...place } of commands) {
    const tool = pythonToolOf(reading.command.words);
    const located = tool?.tool === 'pip' && tool.folder === null ? locationOf(reading, { ...place, before: [] }) : null;
    if (located?.known !== true || located.value.kind !== 'system')
      return notKnown('python-environment-of-its-own', { command: textOf(reading.command.words) }, []);
  }
  const embedding = named.filter((name) => EMBEDDING.test(name));
  if (embedding.length > 0) return notKnown('python-embedded', { packages: embedding }, []);
  const path = context
    .files()
    .filter((file) => !/dockerfile|containerfile/i.test(file))
    .find(
      (file) =>
        /(?:\.(?:py|sh|cfg|ini|toml|conf)|(?:^|\/)[^./]+)$/.test(file) && BY_PLACE.test(context.read(file) ?? ''),
    );
  if (path !== undefined)
    return notKnown('python-named-by-path', { path }, [
      { source: posix.join(context.folder, path), says: BY_PLACE.exec(context.read(path) ?? '')?.[0] ?? '' },
    ]);
  return known({
    command: `python -m venv ${folder}`,
    variables: { VIRTUAL_ENV: folder, PATH: `${folder}/bin:$PATH` },
  });
}

function textOf(words: readonly { readonly text: string }[]): string {
  return words.map(({ text }) => text).join(' ');
}
