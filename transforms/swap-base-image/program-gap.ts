import type { BaseImage } from '../../src/base-images/base-image.ts';
import { lacks } from '../../src/base-images/compatible.ts';
import type { BaseNeeds, ProgramNeed } from '../../src/requirements.ts';
import { programsOf } from '../../src/system-packages/provides.ts';
import { gnuForm, hasForRun, otherWget } from './run-programs.ts';

/**
 * What a call of a program would miss on another image: the program itself, or a form of it that only the first image's has; null: nothing.
 * `installed`: programs that the stage installs itself.
 */
export function programGap(
  to: BaseImage,
  from: BaseImage,
  installed: ReadonlySet<string>,
): (need: ProgramNeed) => string | null {
  const missing = new Set(lacks(from, to));
  const musl = to.libc !== from.libc;
  return ({ program, by, words = [program] }) => {
    if (!to.shell && !to.programs.includes(program)) return program;
    if (missing.has(program) && !installed.has(program)) return program;
    const isNamed = !installed.has(program) && !hasForRun(to, program);
    if (by === 'run' && isNamed) return program;
    // An init of the start command, or a check's program, that is not on the list of the first image either: perhaps nobody has it, and then the container never started.
    if (isNamed && isOnPath(words) && (by === 'check' || (by === 'start' && words.length > 1))) return program;
    if (!musl) return null;
    // Debian's `adduser` and BusyBox' have other options.
    if (['adduser', 'addgroup'].includes(program)) return `${program} with the options of another distribution`;
    const form = program === 'wget' && !installed.has('wget') ? otherWget(words) : gnuForm(words);
    return form === null ? null : `${program} with ${form === 'localhost' ? 'every address of localhost' : form}`;
  };
}

/** Looked for on PATH; a file that is named by its path comes from the context, or from another question. */
function isOnPath([program = '']: readonly string[]): boolean {
  return program !== '' && !program.includes('/');
}

/** System packages that the stage installs itself. */
export function packagesInstalledIn({ items }: BaseNeeds['survey']): readonly string[] {
  return items.flatMap(({ readings }) =>
    readings.flatMap(({ detail }) =>
      detail.kind === 'packages' && detail.action === 'install' ? detail.packages : [],
    ),
  );
}

/** Programs of packages and global tools that the stage installs itself. */
export function installedIn({ survey }: BaseNeeds): ReadonlySet<string> {
  return new Set(
    survey.items.flatMap(({ readings }) =>
      readings.flatMap(({ detail }) =>
        detail.kind === 'packages' && detail.action === 'install'
          ? detail.packages.flatMap(programsOf)
          : detail.kind === 'tool'
            ? detail.provides
            : [],
      ),
    ),
  );
}
