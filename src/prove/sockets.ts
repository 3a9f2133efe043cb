/** A TCP socket that listens. */
export interface ListeningSocket {
  readonly port: number;
  /** Whom it answers: everyone, the machine itself, or one address. */
  readonly scope: 'any' | 'loopback' | 'one-address';
  /** True for an address of `/proc/net/tcp6`. */
  readonly v6: boolean;
  /** The socket's inode, as in the link `socket:[12345]` of a process's file descriptor. */
  readonly inode: string;
}

/** TCP_LISTEN in include/net/tcp_states.h of Linux. */
const LISTEN = '0A';

/**
 * Reads `/proc/<pid>/net/tcp` or `tcp6`: the listening sockets of that process's whole network namespace, which is
 * the machine's own for a container on the host network. Compare inodes to know whose they are.
 * Columns: sl, local_address, rem_address, st, tx:rx, tr:when, retrnsmt, uid, timeout, inode (proc_net_tcp in the kernel's documentation).
 */
export function parseListeningSockets(text: string): readonly ListeningSocket[] {
  return text
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/);
      const [address = '', port = ''] = local.split(':');
      if (state !== LISTEN || inode === undefined) return [];
      return [{ port: Number.parseInt(port, 16), scope: scopeOf(address), v6: address.length === 32, inode }];
    });
}

/** The kernel prints each 32-bit word of an address in the machine's byte order: 127.0.0.1 is `0100007F` on x86-64 and arm64. */
function scopeOf(address: string): ListeningSocket['scope'] {
  const v4 = address.length === 32 && address.startsWith('0000000000000000FFFF0000') ? address.slice(24) : address;
  if (/^0+$/.test(v4)) return 'any';
  if (v4.length === 8 && v4.endsWith('7F')) return 'loopback';
  return v4 === '00000000000000000000000001000000' ? 'loopback' : 'one-address';
}

/** The inode of a file descriptor's link `socket:[12345]`, or undefined. */
export function socketInode(link: string): string | undefined {
  return /^socket:\[(\d+)\]$/.exec(link)?.[1];
}

/** The effective user id in `/proc/<pid>/status`: the second number of `Uid:` (real, effective, saved, file system). */
export function effectiveUid(status: string): number | undefined {
  const uid = /^Uid:\s+\d+\s+(\d+)/m.exec(status)?.[1];
  return uid === undefined ? undefined : Number(uid);
}
