import type { BaseImage } from '../../src/base-images/base-image.ts';
import { hasUbuntuUser } from '../../src/base-images/ubuntu.ts';
import type { Decision } from '../../src/decision.ts';
import type { Options } from '../../src/options.ts';
import { decide } from './decide.ts';

/** Who the container runs as. */
export interface RuntimeUser {
  /** As USER names it. */
  readonly name: string;
  /** As `--chown` and `chown` name it, group included. */
  readonly owner: string;
  readonly uid: number;
  readonly gid: number;
  /** Null: no folder that the user could write. */
  readonly home: string | null;
  /** The RUN that makes it, where the base image does not bring it. */
  readonly make: string | null;
}

/** Far above the users of distributions and of people’s machines. */
const FREE_ID = 10001;
const NONROOT = 65532;
/** The highest number of distributions’ own tools: BusyBox takes none above (CONFIG_LAST_ID), useradd writes a log as large as the number. */
const LAST_ID = 60000;

/**
 * Names that Debian and Alpine give to accounts of their own (base-passwd 3.6, alpine-baselayout 3.6). Making one of them again fails.
 */
const SYSTEM_NAMES =
  'daemon bin sys sync games man lp mail news uucp proxy www-data backup list irc _apt nobody adm shutdown halt operator ftp sshd guest cron ntp users staff postgres redis nginx'.split(
    ' ',
  );

/** Shadow’s program and BusyBox’: an image without them has nothing to make a user with. */
const MAKERS: readonly string[] = ['useradd', 'adduser'];

/** The user that the base image brings or that is made there as the base makes users, by what was asked for. */
export function userOf(base: BaseImage, image: string, asked: Options['user']): RuntimeUser | Decision {
  const own = base.user;
  const isOwn =
    asked === null ||
    (asked.kind === 'name' ? asked.name === own?.name : asked.uid === own?.uid && asked.gid === own.gid);
  if (own && isOwn)
    return { name: own.name, owner: `${own.name}:${own.name}`, uid: own.uid, gid: own.gid, home: own.home, make: null };
  if (!base.shell || base.packageManager === 'none') return numeric(image, asked);
  if (!base.programs.some((program) => MAKERS.includes(program)))
    return decide('base-has-no-user', { data: { image } });
  const name = asked?.kind === 'name' ? asked.name : 'app';
  const uid = asked?.kind === 'ids' ? asked.uid : FREE_ID;
  const gid = asked?.kind === 'ids' ? asked.gid : FREE_ID;
  const outOfRange = base.packageManager === 'apk' && Math.max(uid, gid) > LAST_ID;
  const isUbuntus = hasUbuntuUser(base) && (name === 'ubuntu' || uid === 1000 || gid === 1000);
  if (
    isUbuntus ||
    SYSTEM_NAMES.includes(name) ||
    uid < 1000 ||
    gid < 1000 ||
    outOfRange ||
    uid === own?.uid ||
    gid === own?.gid
  )
    return decide('user-id-taken', { data: { user: asked?.kind === 'ids' ? `${uid}:${gid}` : name, image } });
  // Who asks for numbers wants USER to be numbers: Kubernetes' runAsNonRoot takes nothing else.
  const shownAs = asked?.kind === 'ids' ? `${uid}:${gid}` : name;
  return {
    name: shownAs,
    owner: `${name}:${name}`,
    uid,
    gid,
    home: `/home/${name}`,
    make: makeLine(base, name, uid, gid),
  };
}

/** Debian and Red Hat have shadow’s programs, Alpine BusyBox’s. Both make the home folder. */
function makeLine({ packageManager }: BaseImage, name: string, uid: number, gid: number): string {
  return packageManager === 'apk'
    ? `RUN addgroup -S -g ${gid} ${name} && adduser -S -D -u ${uid} -G ${name} ${name}`
    : `RUN groupadd --gid ${gid} ${name} && useradd --uid ${uid} --gid ${name} --create-home${uid > LAST_ID ? ' --no-log-init' : ''} ${name}`;
}

/** Without a shell nobody can be made: numbers need no entry, but have no home either. */
function numeric(image: string, asked: Options['user']): RuntimeUser | Decision {
  if (asked?.kind === 'name') return decide('no-shell-for-user', { data: { user: asked.name, image } });
  const owner = asked === null ? `${NONROOT}:${NONROOT}` : `${asked.uid}:${asked.gid}`;
  return { name: owner, owner, uid: asked?.uid ?? NONROOT, gid: asked?.gid ?? NONROOT, home: null, make: null };
}
