import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { viewProcesses } from '../../src/prove/container-processes.ts';
import { withTemporaryFolder } from '../../src/prove/temporary-folder.ts';

const ID = 'c0ffee'.repeat(10);
const OTHER = 'decade'.repeat(10);

interface FakeProcess {
  readonly pid: number;
  readonly container: string;
  readonly uid: number;
  readonly sockets: readonly string[];
}

/** All processes see the same table, as on the host network. */
async function fakeProc(
  proc: string,
  table: string,
  processes: readonly FakeProcess[],
  tableV6 = 'header\n',
): Promise<void> {
  for (const { pid, container, uid, sockets } of processes) {
    const folder = join(proc, String(pid));
    await mkdir(join(folder, 'fd'), { recursive: true });
    await mkdir(join(folder, 'net'));
    await writeFile(join(folder, 'cgroup'), `0::/docker/${container}\n`);
    await writeFile(join(folder, 'status'), `Uid:\t${uid}\t${uid}\t${uid}\t${uid}\n`);
    await writeFile(join(folder, 'net', 'tcp'), table);
    await writeFile(join(folder, 'net', 'tcp6'), tableV6);
    for (const [index, inode] of sockets.entries())
      await symlink(`socket:[${inode}]`, join(folder, 'fd', String(index)));
  }
}

const listen = (local: string, inode: string) => `0: ${local} 00000000:0000 0A 0:0 0:0 0 0 0 ${inode} 1\n`;

it("reports the container's own port, not one of another process on the same network", async () => {
  await withTemporaryFolder(async (proc) => {
    await fakeProc(proc, `header\n${listen('00000000:0BB8', '11')}${listen('00000000:1F90', '22')}`, [
      { pid: 100, container: ID, uid: 1000, sockets: ['11'] },
      { pid: 200, container: OTHER, uid: 0, sockets: ['22'] },
    ]);
    expect(await viewProcesses(ID, 100, proc)).toEqual({
      kind: 'seen',
      pidOneUid: 1000,
      listeners: [{ port: 3000, scope: 'any', v6: false, uid: 1000 }],
    });
  });
});

it('names the user of the worker that inherited the socket, not of the master that opened it', async () => {
  await withTemporaryFolder(async (proc) => {
    await fakeProc(proc, `header\n${listen('00000000:0050', '11')}`, [
      { pid: 9, container: ID, uid: 0, sockets: ['11'] },
      { pid: 10, container: ID, uid: 101, sockets: ['11'] },
    ]);
    const view = await viewProcesses(ID, 9, proc);
    expect(view).toMatchObject({ pidOneUid: 0, listeners: [{ port: 80, uid: 101 }] });
  });
});

it('joins a port that is bound for IPv4 and IPv6 apart, and keeps the wider reach', async () => {
  const v6 = `header\n${listen('00000000000000000000000000000000:0BB8', '12')}`;
  await withTemporaryFolder(async (proc) => {
    const processes = [{ pid: 100, container: ID, uid: 0, sockets: ['11', '12'] }];
    await fakeProc(proc, `header\n${listen('0100007F:0BB8', '11')}`, processes, v6);
    expect(await viewProcesses(ID, 100, proc)).toMatchObject({ listeners: [{ port: 3000, scope: 'any', v6: false }] });
  });
});

it('marks a port that only the loopback address of IPv6 has', async () => {
  const v6 = `header\n${listen('00000000000000000000000001000000:0BB8', '12')}`;
  await withTemporaryFolder(async (proc) => {
    await fakeProc(proc, 'header\n', [{ pid: 100, container: ID, uid: 0, sockets: ['12'] }], v6);
    expect(await viewProcesses(ID, 100, proc)).toMatchObject({
      listeners: [{ port: 3000, scope: 'loopback', v6: true }],
    });
  });
});

it('sees nothing where the engine runs on another machine', async () => {
  await withTemporaryFolder(async (proc) => {
    await fakeProc(proc, 'header\n', [{ pid: 100, container: OTHER, uid: 0, sockets: [] }]);
    expect(await viewProcesses(ID, 100, proc)).toEqual({ kind: 'unseen' });
    expect(await viewProcesses(ID, 101, proc)).toEqual({ kind: 'unseen' });
  });
});
