import { type OptionTable, readArguments, valuesOf } from './arguments.ts';
import type { ArgumentReader } from './footprint.ts';
import { together } from './footprint.ts';
import { pathsOf } from './paths.ts';

/** Files that name users and groups (passwd(5), shadow(5), group(5), subuid(5)). */
const ACCOUNTS: readonly string[] = [
  '/etc/group',
  '/etc/gshadow',
  '/etc/passwd',
  '/etc/shadow',
  '/etc/subgid',
  '/etc/subuid',
];
const MAIL = ['/var/mail', '/var/spool/mail'];

const USERADD: OptionTable = {
  short: 'bcdefgGkKpRsuZ',
  long: ['base-dir', 'comment', 'home-dir', 'home', 'gid', 'groups', 'skel', 'password', 'shell', 'uid', 'expiredate'],
};
/** Debian's adduser and BusyBox's: `-h` is BusyBox's home, `-G` its group. */
const ADDUSER: OptionTable = {
  short: 'hgsGuk',
  long: ['home', 'shell', 'uid', 'gid', 'ingroup', 'gecos', 'firstuid', 'lastuid', 'conf', 'comment'],
};

/** The accounts, and the new user's home: where an option puts it, else under `/home`. */
function withHome(options: OptionTable, home: readonly string[]): ArgumentReader {
  return (words, place) => {
    const named = valuesOf(readArguments(words, options), ...home);
    const homes = named.length > 0 ? pathsOf(named, place) : ['/home'];
    return { role: 'user', writes: together(ACCOUNTS, MAIL, homes), reads: [...ACCOUNTS, '/etc/skel'] };
  };
}

const accountsOnly: ArgumentReader = () => ({ role: 'user', writes: ACCOUNTS, reads: ACCOUNTS });

export const USERS: Readonly<Record<string, ArgumentReader>> = {
  addgroup: accountsOnly,
  adduser: withHome(ADDUSER, ['-h', '--home']),
  chpasswd: accountsOnly,
  chsh: accountsOnly,
  delgroup: accountsOnly,
  deluser: withHome(ADDUSER, []),
  gpasswd: accountsOnly,
  groupadd: accountsOnly,
  groupdel: accountsOnly,
  groupmod: accountsOnly,
  passwd: accountsOnly,
  useradd: withHome(USERADD, ['-d', '--home-dir', '--home']),
  userdel: withHome(USERADD, []),
  usermod: withHome(USERADD, ['-d', '--home']),
};
