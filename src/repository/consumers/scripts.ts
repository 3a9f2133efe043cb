import type { Repository } from '../repository.ts';
import { folderOf, nameOf } from '../repository-path.ts';
import { joinReadings, NOTHING, type Reading } from './reading.ts';
import { mentionsContainers, readScript, type ScriptLines, scriptConsumers } from './script-consumers.ts';
import { mapping, scalar } from './untyped.ts';

const IS_SCRIPT = /\.(?:sh|bash|zsh)$/i;
const IS_MAKEFILE = /^(?:GNU)?makefile(?:\.\w+)?$|\.mk$/i;

/** `docker build` and `docker run` lines of shell scripts, Makefiles and package.json scripts. */
export function readScriptConsumers(repository: Repository): Reading {
  return joinReadings(
    repository.files().map((file) => {
      const name = nameOf(file);
      if (/(?:^|\/)(?:node_modules|vendor)\//.test(file)) return NOTHING;
      if (IS_SCRIPT.test(name)) return readWith(repository, file, readShellScript);
      if (IS_MAKEFILE.test(name)) return readWith(repository, file, readMakefile);
      return name === 'package.json' ? readWith(repository, file, readPackageScripts) : NOTHING;
    }),
  );
}

function readWith(
  repository: Repository,
  file: string,
  read: (repository: Repository, file: string, text: string) => readonly ScriptLines[],
): Reading {
  const text = repository.read(file) ?? '';
  if (!mentionsContainers(text)) return NOTHING;
  const kind = IS_MAKEFILE.test(nameOf(file)) ? 'makefile' : 'script';
  return { consumers: scriptConsumers(kind, file, read(repository, file, text)), problems: [] };
}

/** Scripts are started from the root or from their own folder: the one from which the Dockerfiles are found counts. */
function readShellScript(repository: Repository, file: string, text: string): readonly ScriptLines[] {
  const readings = [...new Set(['', folderOf(file)])].map((cwd) =>
    readScript(repository, nameOf(file), text, { cwd, file, line: 1, values: {} }),
  );
  const found = readings.find(({ builds }) =>
    builds.every(({ dockerfile }) => dockerfile === null || repository.presence(dockerfile) !== 'missing'),
  );
  if (found !== undefined) return [found];
  const [first] = readings;
  if (first === undefined) return [];
  return [{ ...first, builds: first.builds.map((build) => ({ ...build, dockerfile: null, context: null })) }];
}

function readPackageScripts(repository: Repository, file: string, text: string): readonly ScriptLines[] {
  const scripts = mapping(mapping(parseJson(text)).scripts);
  return Object.entries(scripts).map(([name, value]) => {
    const before = text.slice(0, Math.max(0, text.indexOf(JSON.stringify(name), text.indexOf('"scripts"'))));
    return readScript(repository, name, scalar(value) ?? '', {
      cwd: folderOf(file),
      file,
      line: before.split('\n').length,
      values: {},
    });
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Every recipe line is a shell of its own. */
function readMakefile(repository: Repository, file: string, text: string): readonly ScriptLines[] {
  const cwd = folderOf(file);
  const values: Record<string, string> = {};
  const recipes: ScriptLines[] = [];
  let name = '';
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at += 1) {
    const first = at;
    let line = lines[at] ?? '';
    while (line.endsWith('\\') && at + 1 < lines.length) {
      at += 1;
      line += `\n${lines[at] ?? ''}`;
    }
    const variable = /^(?:export\s+)?([A-Za-z_]\w*)\s*[:?]{0,2}=\s*(.*)$/.exec(line);
    const rule = /^([\w./-]+)(?:\s[^:=]*)?::?(?!=)/.exec(line);
    if (line.startsWith('\t')) {
      const shell = line.replace(/^\t\s*[@+-]*/, '').replaceAll('$$', '$');
      recipes.push(readScript(repository, name, shell, { cwd, file, line: first + 1, values }));
    } else if (variable?.[1] !== undefined) values[variable[1]] = (variable[2] ?? '').replace(/\s+#.*$/, '').trim();
    else if (rule?.[1] !== undefined) name = rule[1];
  }
  return recipes;
}
