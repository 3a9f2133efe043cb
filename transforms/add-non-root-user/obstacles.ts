import { isFolderOfBase } from '../../src/base-images/existing-folders.ts';
import type { Decision } from '../../src/decision.ts';
import { clause } from '../../src/ecosystems/clause.ts';
import { type Facts, fromOf, type Survey, survey } from '../../src/facts.ts';
import { isWithin, resolvePath } from '../../src/filesystem/path.ts';
import { factsOfFinal } from '../../src/final-consumers.ts';
import type { Options } from '../../src/options.ts';
import { otherStarts, simpleCommands } from '../../src/other-starts.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { type Requirements, requirementsOf } from '../../src/requirements.ts';
import { readScript } from '../../src/shell/read-script.ts';
import { decide } from './decide.ts';
import { fetchedObstacle, homeObstacle, namedObstacle } from './home.ts';
import { type RuntimeUser, userOf } from './user.ts';

/** A final stage that may run as another user than root. */
export interface UserCase {
  readonly user: RuntimeUser;
  readonly folder: string;
  readonly needs: Requirements;
  readonly survey: Survey;
  /** Folders of volumes that are to be the user’s: only where a user was asked for. */
  readonly volumes: readonly string[];
}

/** Programs that do nothing useful without root. */
const ROOT_PROGRAMS = [
  'chown',
  'gosu',
  'su-exec',
  'su',
  'sudo',
  'apt-get',
  'apt',
  'apk',
  'crond',
  'cron',
  'sshd',
  'service',
  'mount',
  'iptables',
  'useradd',
  'usermod',
  'nginx',
  'update-ca-certificates',
];

/** Folders that any user may write. */
const OPEN_FOLDERS = ['/tmp', '/var/tmp', '/dev', '/proc'];

/** Variables whose value is a path where something is looked for, and nothing is written: `GOPATH`, `NODE_PATH`, `CHROME_EXECUTABLE_PATH`. */
const SEARCH_PATHS =
  /^[A-Z]*PATH$|^(?:DYLD_|LD_)?LIBRARY_PATH$|^(?:NODE|GEM|CMAKE_PREFIX|PKG_CONFIG|GI_TYPELIB)_PATH$|(?:BIN|BINARY|BROWSERS|CERT|CONFIG|DRIVERS|EXECUTABLE|INSTALL|KEY|LIB|PLUGINS?)_PATH$|^VIRTUAL_ENV$|^PWD$|^HOME$|^SHELL$/;

/** Folders that only packages fill: a variable that names a place there tells where something is, whatever it is called. */
const PACKAGED = ['/usr', '/opt', '/bin', '/sbin', '/lib', '/etc'];

/** Answers every question that the change asks, or says why it is not done. */
export function examine(plan: Plan, facts: Facts, asked: Options['user']): UserCase | Decision {
  const last = plan.stages.length - 1;
  const final = survey(plan, last, facts);
  const set = userDecision(final);
  if (set) return set;
  const image = fromOf(plan, last)?.image.text ?? '';
  if (final.base === null) return decide('base-has-no-user', { data: { image } });
  // `FROM node:8-onbuild` copies and installs as root before any line of the file.
  if (final.base.onbuild)
    return decide('requirements-unknown', { data: { why: `${image} runs instructions of its own (ONBUILD)` } });
  const { needsRoot } = final.base;
  if (needsRoot !== undefined && asked === null) return decide('base-needs-root', { data: { image, why: needsRoot } });
  const user = userOf(final.base, image, asked);
  if ('verdict' in user) return user;
  const needs = requirementsOf(plan, facts);
  if ('unknown' in needs)
    return decide('requirements-unknown', {
      data: { why: typeof needs.unknown === 'string' ? needs.unknown : clause(needs.unknown, facts) },
    });
  if (needs.start.kind === 'development')
    return decide('development-image', { data: { tool: needs.start.tool }, evidence: needs.start.evidence });
  const { folder } = needs;
  const ofFinal = factsOfFinal(plan, facts);
  if (isWithin(folder, '/root') || isFolderOfBase(folder))
    return decide('application-folder-is-system', { data: { folder } });
  return (
    writeObstacle(needs, folder, user.home) ??
    homeObstacle(final, user.home) ??
    fetchedObstacle(needs, final, user.home) ??
    namedObstacle(final, user.home) ??
    consumerObstacle(ofFinal, user, asked !== null) ??
    (asked === null ? volumeObstacle(final, facts, user) : null) ??
    installObstacle(needs, ofFinal) ??
    rootObstacle(needs, final) ??
    shellObstacle(user, final, image) ?? { user, folder, needs, survey: final, volumes: volumesOf(final) }
  );
}

function userDecision(final: Survey): Decision | null {
  const { user } = final.end;
  if (user === null)
    return final.base?.startsAs === undefined
      ? null
      : decide('user-set-already', { data: { user: final.base.startsAs } });
  const name = user.byDefault ?? user.text;
  return /^(root|0)(:|$)/.test(name) ? decide('root-on-purpose') : decide('user-set-already', { data: { user: name } });
}

function writeObstacle({ program, survey: final }: Requirements, folder: string, home: string | null): Decision | null {
  const open = [...OPEN_FOLDERS, folder, ...(home === null ? [] : [home]), ...volumesOf(final)];
  const allowed = (path: string) => open.some((one) => isWithin(path, one));
  const outside = program.writesOutside.filter((write) => !allowed(write.path));
  const [first] = outside;
  if (first)
    return decide('writes-outside', {
      data: { paths: outside.map((write) => write.path), where: first.evidence[0]?.source ?? '' },
      evidence: first.evidence,
    });
  for (const [name, value] of final.end.env) {
    const text = value.byDefault ?? value.text;
    const fromBase = final.base?.env[name] === text;
    if (name.endsWith('_PATH') && PACKAGED.some((one) => isWithin(text, one))) continue;
    if (/^\/[\w.-]/.test(text) && !text.includes(':') && !SEARCH_PATHS.test(name) && !fromBase && !allowed(text))
      return decide('environment-names-folder', { data: { name, path: text } });
  }
  return null;
}

function consumerObstacle(facts: Facts, user: RuntimeUser, asked: boolean): Decision | null {
  for (const consumer of facts.consumers) {
    if (consumer.dockerfile !== facts.path) continue;
    if (consumer.builder !== null)
      return decide('builder-is-classic', {
        data: {
          file: consumer.file,
          builder: consumer.builder === 'classic' ? 'the classic builder' : consumer.builder,
        },
      });
    if (consumer.user !== null) continue;
    const [mount] = consumer.mounts.filter(({ kind }) => kind === 'bind' || !asked);
    if (!mount) continue;
    const data = { where: consumer.file, path: mount.target, owner: `${user.uid}:${user.gid}` };
    return decide(mount.kind === 'bind' ? 'bind-mount' : 'volume-may-hold-root-files', { data });
  }
  return null;
}

/** A compose file's own `npm install && npm run dev` writes where the build wrote as root. */
function installObstacle({ project, folder, survey: final }: Requirements, facts: Facts): Decision | null {
  const place = {
    folder,
    contextFolder: project.root,
    env: new Map<string, string>(),
    home: null,
    runtimeMajor: final.base?.major ?? null,
    context: facts.context,
  };
  const consumers = facts.consumers.filter((consumer) => consumer.user === null);
  for (const { invocation, where } of otherStarts({ ...facts, consumers }, final.end)) {
    for (const words of simpleCommands(invocation) ?? []) {
      const text = words.join(' ');
      const script = readScript(
        { kind: 'run', flags: [], form: 'exec', words, script: '', scriptStart: 0 },
        final.end.shell,
      );
      const commands = script.kind === 'commands' ? script.commands : [];
      const roles = commands.flatMap((command) =>
        facts.ecosystems.map((ecosystem) => ecosystem.readCommand(command, place)?.role),
      );
      if (roles.some((role) => role === 'install-dependencies' || role === 'install-tool' || role === 'prune'))
        return decide('consumer-installs', { data: { where, command: text } });
    }
  }
  return null;
}

function volumeObstacle(final: Survey, facts: Facts, user: RuntimeUser): Decision | null {
  const [volume] = final.end.volumes;
  return volume
    ? decide('volume-may-hold-root-files', {
        data: { where: facts.path, path: volume.byDefault ?? volume.text, owner: `${user.uid}:${user.gid}` },
      })
    : null;
}

/** Folders of the image’s own volumes, as far as their paths are known. */
function volumesOf({ end }: Survey): readonly string[] {
  return end.volumes.flatMap(({ certain }) => (certain?.startsWith('/') ? [resolvePath('/', certain)] : []));
}

/** Without a shell nothing can be given to the user: a stage that only copies needs none. */
function shellObstacle(user: RuntimeUser, { base, items, end }: Survey, image: string): Decision | null {
  const needsOne = items.some(({ view }) => view.kind === 'run') || end.volumes.length > 0;
  return base?.shell === false && needsOne ? decide('no-shell-for-user', { data: { user: user.name, image } }) : null;
}

/** What the container starts, checks and calls must work without root; RUNs may use root. */
function rootObstacle(needs: Requirements, final: Survey): Decision | null {
  const running = needs.programs.filter((need) => need.by !== 'run');
  const root = running.find((need) => ROOT_PROGRAMS.includes(need.program));
  if (root) return decide('command-needs-root', { data: { where: root.where, program: root.program } });
  const [unknown] = needs.program.runsUnknown;
  if (unknown)
    return decide('starts-unknown-programs', { data: { where: unknown.source }, evidence: needs.program.runsUnknown });
  for (const item of final.items) {
    const unread = item.readings.find((reading) => reading.writes === 'anything');
    if (unread)
      return decide('step-needs-root', {
        data: { text: unread.command.words.map((word) => word.text).join(' '), paths: 'files that are not known' },
        at: item.step.kind === 'added' ? [] : [item.step.of.lines],
      });
  }
  return null;
}
