import type { BuildContext } from '../../repository/repository.ts';
import type { Known } from '../known.ts';
import type { ProgramReading } from '../program-reading.ts';
import type { StartReading } from '../start-reading.ts';
import { cite, isBelow } from './cite.ts';
import { settingsReadBy } from './install-settings.ts';
import { known } from './known.ts';
import type { ManagerReading } from './managers.ts';
import type { Manifest } from './package-json.ts';

const MANAGERS = new Set(['npm', 'npx', 'yarn', 'yarnpkg', 'pnpm', 'pnpx', 'bun']);

/** What an install reads and `yarn start` does not. */
const FOR_INSTALLING = /(?:^|\/)(?:\.yarn\/(?:cache|patches|plugins)|\.pnp\..*|\.yarnclean|\.pnpmfile\.[cm]js)$/;

/**
 * A program that a package manager starts: the manager reads its settings, and the release of itself that they name. pnpm from 11 on installs at
 * the start when it finds no lockfile (tried: 12.21.0), and yarn from 2 on does not run a script without one.
 */
export function withManagerFiles(
  context: BuildContext,
  manifest: Manifest,
  manager: ManagerReading,
  start: StartReading,
  program: Known<ProgramReading>,
): Known<ProgramReading> {
  if (!program.known || start.kind !== 'program') return program;
  const settings = settingsReadBy(context, manager.flavour, manifest);
  const called = [...start.tools, ...program.value.runs.map((run) => run.program)];
  if (!called.some((tool) => MANAGERS.has(tool))) {
    const certain = program.value.dynamicReads.length === 0 && program.value.runsUnknown.length === 0;
    return certain ? known(withoutSettings(context, program.value, settings)) : program;
  }
  const forInstalling = settings.filter((path) => isForInstalling(context, path));
  const bare = withoutSettings(context, program.value, forInstalling);
  if (manager.manager === 'npm' || !start.tools.includes(manager.manager)) return known(bare);
  const paths = settings.filter(
    (path) =>
      !FOR_INSTALLING.test(path) &&
      !forInstalling.includes(path) &&
      (manager.flavour !== 'yarn-classic' || path !== manager.lockfile),
  );
  const says = cite(context, manifest.path, `${manager.manager} reads it when it starts a script`);
  return known({
    ...bare,
    reads: [...bare.reads, ...paths.map((path) => ({ path, evidence: [says] }))],
    notRead: bare.notRead.filter(
      (entry) => !paths.some((path) => isBelow(path, entry.path) || isBelow(entry.path, path)),
    ),
  });
}

/** Settings of an .npmrc that only an install asks for: registries and their tokens, and how dependencies are resolved and saved. */
const INSTALL_SETTING =
  /^\s*(?:[#;].*|(?:@[\w.-]+:)?registry\s*=.*|\/\/.*|(?:always-auth|_auth\w*|email|username|_password|cafile|ca|strict-ssl|legacy-peer-deps|strict-peer-\w+|auto-install-peers|package-lock|lockfile|save-\w+|audit|fund|progress|fetch-[\w-]+|prefer-\w+|public-hoist-pattern(?:\[\])?|shamefully-hoist|hoist\w*|node-linker)\s*=.*)?$/;

function isForInstalling(context: BuildContext, path: string): boolean {
  return (
    /(?:^|\/)\.npmrc$/.test(path) &&
    (context.read(path) ?? '?').split(/\r?\n/).every((line) => INSTALL_SETTING.test(line))
  );
}

/** `.npmrc` and its kin may hold a token: nothing reads them where no package manager runs, or where they are about installing alone. */
function withoutSettings(context: BuildContext, program: ProgramReading, settings: readonly string[]): ProgramReading {
  const left = settings.filter(
    (path) => !program.reads.some((read) => isBelow(read.path, path) || isBelow(path, read.path)),
  );
  const entries = left.map((path) => ({ path, evidence: [cite(context, path, 'only package managers read it')] }));
  return { ...program, notRead: [...program.notRead, ...entries] };
}
