import type { BaseImage } from '../../src/base-images/base-image.ts';
import { lacks } from '../../src/base-images/compatible.ts';
import type { ProgramNeed, Requirements } from '../../src/requirements.ts';
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
    if (by === 'run' && !installed.has(program) && !hasForRun(to, program)) return program;
    if (!musl) return null;
    // Debian's `adduser` and BusyBox' have other options.
    if (['adduser', 'addgroup'].includes(program)) return `${program} with the options of another distribution`;
    const form = program === 'wget' && !installed.has('wget') ? otherWget(words) : gnuForm(words);
    return form === null ? null : `${program} with ${form === 'localhost' ? 'every address of localhost' : form}`;
  };
}

/** Programs of packages and global tools that the stage installs itself. */
export function installedIn({ survey }: Requirements): ReadonlySet<string> {
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
