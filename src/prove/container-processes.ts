import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { effectiveUid, type ListeningSocket, parseListeningSockets, socketInode } from './sockets.ts';

/** A port on which a container's own process listens. */
export interface Listener {
  readonly port: number;
  readonly scope: ListeningSocket['scope'];
  /** Only reachable by IPv6. */
  readonly v6: boolean;
  /** Effective user id of the process that holds the socket. */
  readonly uid?: number;
}

/** What the machine shows of a container's processes. */
export type ProcessView =
  | { readonly kind: 'seen'; readonly pidOneUid?: number; readonly listeners: readonly Listener[] }
  /** The engine runs on another machine, or this process may not look (it is not root). */
  | { readonly kind: 'unseen' };

/**
 * Finds a container's processes by their control group and the ports that these very processes listen on. On the host
 * network every process sees every port: only the sockets that a container's process holds open are its own.
 *
 * @param containerId the full id, which the control group's path contains with cgroup v1 and v2
 * @param pidOne the engine's `State.Pid`
 * @param proc where the process file system is
 */
export async function viewProcesses(containerId: string, pidOne: number, proc = '/proc'): Promise<ProcessView> {
  if (!(await belongsTo(proc, String(pidOne), containerId))) return { kind: 'unseen' };
  const pids: string[] = [];
  for (const pid of await readdir(proc)) {
    if (/^\d+$/.test(pid) && (await belongsTo(proc, pid, containerId))) pids.push(pid);
  }
  pids.sort((a, b) => Number(a) - Number(b));
  const owner = new Map<string, string>();
  for (const pid of pids) {
    const inodes = await socketInodes(join(proc, pid, 'fd'));
    if (inodes === 'forbidden') return { kind: 'unseen' };
    // A master process opens the socket before its workers inherit it, and pids grow: the later one answers requests.
    for (const inode of inodes) owner.set(inode, pid);
  }
  const sockets: ListeningSocket[] = [];
  for (const table of ['tcp', 'tcp6']) {
    const text = await readOr(join(proc, String(pidOne), 'net', table), '');
    sockets.push(...parseListeningSockets(text).filter((socket) => owner.has(socket.inode)));
  }
  const uidOf = async (pid: string) => effectiveUid(await readOr(join(proc, pid, 'status'), ''));
  const listeners = new Map<number, Listener>();
  for (const socket of sockets) {
    const uid = await uidOf(owner.get(socket.inode) ?? '');
    listeners.set(socket.port, widest(listeners.get(socket.port), socket, uid));
  }
  const pidOneUid = await uidOf(String(pidOne));
  return {
    kind: 'seen',
    ...(pidOneUid === undefined ? {} : { pidOneUid }),
    listeners: [...listeners.values()].sort((a, b) => a.port - b.port),
  };
}

const WIDTH = { any: 2, 'one-address': 1, loopback: 0 } as const;

/** One entry for each port: a server that binds `0.0.0.0` and `[::]` apart has one port, reachable both ways. */
function widest(known: Listener | undefined, socket: ListeningSocket, uid: number | undefined): Listener {
  const scope = known === undefined || WIDTH[socket.scope] > WIDTH[known.scope] ? socket.scope : known.scope;
  // A socket on [::] takes IPv4 too, unless it was made for IPv6 alone, which the table does not tell.
  const v6 = (known?.v6 ?? true) && socket.v6 && socket.scope !== 'any';
  return { port: socket.port, scope, v6, ...(uid === undefined ? {} : { uid }) };
}

async function belongsTo(proc: string, pid: string, containerId: string): Promise<boolean> {
  return (await readOr(join(proc, pid, 'cgroup'), '')).includes(containerId);
}

async function socketInodes(folder: string): Promise<readonly string[] | 'forbidden'> {
  try {
    const links = await Promise.all((await readdir(folder)).map((fd) => readlink(join(folder, fd)).catch(() => '')));
    return links.flatMap((link) => socketInode(link) ?? []);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EACCES' ? 'forbidden' : [];
  }
}

/** A process may end while it is being looked at: its files are then missing, or answer ESRCH. */
function readOr(path: string, otherwise: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => otherwise);
}
