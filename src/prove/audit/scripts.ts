import { posix } from 'node:path';
import type { ImageConfig } from '../inspect.ts';
import type { Finding } from './findings.ts';
import type { ImageFiles } from './image-files.ts';

/** The engine's own, where an image sets none. Source: moby, oci/defaults. */
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * Scripts whose interpreter is not there, among those that something starts by name: what the image starts, and what stands in a folder of
 * its PATH. Packages are full of scripts for other occasions.
 */
export function scriptFindings(
  files: ImageFiles,
  config: Pick<ImageConfig, 'env' | 'entrypoint' | 'cmd' | 'workingDir'>,
): readonly Finding[] {
  const folders = (config.env.PATH ?? PATH).split(':').filter((folder) => folder.startsWith('/'));
  const real = new Set<string>();
  for (const word of [...config.entrypoint.slice(0, 1), ...config.cmd.slice(0, 1)]) {
    const found = programOf(files, word, folders, config.workingDir);
    if (found !== null) real.add(found);
  }
  for (const folder of folders) {
    const at = files.resolve(folder);
    if (at === null || SYSTEM_FOLDERS.includes(at)) continue;
    for (const name of files.list(at)) {
      const found = files.resolve(posix.join(at, name));
      if (found !== null) real.add(found);
    }
  }
  return [...real].flatMap((path) => {
    const line = files.scripts.get(path);
    const missing = line === undefined ? null : missingInterpreter(files, line, folders);
    return missing === null ? [] : [{ kind: 'script', path, says: `is run by ${missing}, which is not there` }];
  });
}

/** The distribution's own scripts are its own affair: many name programs that are only recommended. */
const SYSTEM_FOLDERS = ['/bin', '/sbin', '/usr/bin', '/usr/sbin'];

function programOf(files: ImageFiles, word: string, folders: readonly string[], workingDir: string): string | null {
  if (word.includes('/')) return files.resolve(posix.resolve(workingDir === '' ? '/' : workingDir, word));
  for (const folder of folders) {
    const found = files.resolve(posix.join(folder, word));
    if (found !== null) return found;
  }
  return null;
}

/** `#!/bin/sh -e`, `#!/usr/bin/env node`, `#!/usr/bin/env -S node --flag`. */
function missingInterpreter(files: ImageFiles, line: string, folders: readonly string[]): string | null {
  const [interpreter = '', ...words] = line.split(/\s+/);
  if (interpreter === '') return null;
  if (files.resolve(interpreter) === null) return interpreter;
  if (posix.basename(interpreter) !== 'env') return null;
  const program = words.find((word) => !word.startsWith('-') && !word.includes('='));
  return program === undefined || programOf(files, program, folders, '/') !== null ? null : program;
}
