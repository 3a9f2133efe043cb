import { describe, expect, it } from 'vitest';
import { effectiveUid, parseListeningSockets, socketInode } from '../../src/prove/sockets.ts';

const HEADER = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const line = (local: string, state: string, inode: string) =>
  `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000  1000        0 ${inode} 1 0000000000000000 100 0 0 10 0\n`;

describe('parseListeningSockets', () => {
  it('reads port, scope and inode of sockets that listen', () => {
    const text =
      HEADER +
      line('00000000:0BB8', '0A', '111') +
      line('0100007F:1F90', '0A', '222') +
      line('0A00020F:0050', '0A', '333');
    expect(parseListeningSockets(text)).toEqual([
      { port: 3000, scope: 'any', v6: false, inode: '111' },
      { port: 8080, scope: 'loopback', v6: false, inode: '222' },
      { port: 80, scope: 'one-address', v6: false, inode: '333' },
    ]);
  });

  it('leaves out connections', () => {
    expect(parseListeningSockets(HEADER + line('0100007F:0BB8', '01', '111'))).toEqual([]);
  });

  it.for([
    ['00000000000000000000000000000000', 'any'],
    ['00000000000000000000000001000000', 'loopback'],
    ['0000000000000000FFFF00000100007F', 'loopback'],
    ['0000000000000000FFFF000000000000', 'any'],
    ['000080FE00000000FF005450FE123456', 'one-address'],
  ])('reads the IPv6 address %s as %s', ([address, scope]) => {
    expect(parseListeningSockets(HEADER + line(`${address}:0BB8`, '0A', '1'))).toEqual([
      { port: 3000, scope, v6: true, inode: '1' },
    ]);
  });

  it('reads an empty table', () => {
    expect(parseListeningSockets('')).toEqual([]);
    expect(parseListeningSockets(HEADER)).toEqual([]);
  });
});

describe('socketInode', () => {
  it('reads socket links and no others', () => {
    expect(socketInode('socket:[12345]')).toBe('12345');
    expect(socketInode('pipe:[12345]')).toBeUndefined();
    expect(socketInode('/dev/null')).toBeUndefined();
  });
});

describe('effectiveUid', () => {
  it('reads the second number, not the real user id', () => {
    expect(effectiveUid('Name:\tsu\nUid:\t0\t1000\t0\t0\nGid:\t0\t0\t0\t0\n')).toBe(1000);
  });

  it('is unknown where the process is gone', () => {
    expect(effectiveUid('')).toBeUndefined();
  });
});
