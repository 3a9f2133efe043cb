import { type Command, Option } from 'commander';
import { readShard } from '../bulk/list.ts';
import type { BulkSettings } from './bulk-command.ts';

/** The options of `msb-migrate bulk` as commander has them. */
interface BulkFlags {
  readonly workspace: string;
  readonly branch: string;
  readonly remote: string;
  readonly dryRun?: true;
  readonly push?: true;
  readonly open?: 'gh' | 'glab';
  readonly shard?: string;
}

/** Adds the command; `act` is given the list and its flags. */
export function addBulk(program: Command, act: (list: string, flags: BulkFlags) => void): void {
  program
    .command('bulk')
    .description('migrate many repositories: each on a branch of its own, in a copy of its own')
    .argument('<list>', 'a file with a local clone or a git address on each line, or - for stdin')
    .addOption(new Option('--dry-run', 'only look, and write the reports and the texts of pull requests'))
    .addOption(new Option('--push', 'push the branches; nothing that is there is overwritten'))
    .addOption(new Option('--open <program>', 'push, and open pull requests with this program').choices(['gh', 'glab']))
    .option('--branch <name>', 'the branch to commit on', 'msb-migrate')
    .option('--remote <name>', 'the remote to push to', 'origin')
    .option(
      '--workspace <dir>',
      'where copies and states are kept; a run that was ended goes on from there',
      '.msb-bulk',
    )
    .option('--shard <i/n>', 'only part i of n of the list, for a matrix of CI jobs; report merge joins their reports')
    .action(act);
}

/** Checked. Calls `fail`, which does not return, on wrong usage. */
export function bulkSettings(list: string, flags: BulkFlags, fail: (message: string) => never): BulkSettings {
  const shard = flags.shard === undefined ? null : (readShard(flags.shard) ?? fail('--shard is i/n, for example 3/16'));
  if (flags.dryRun && (flags.push || flags.open !== undefined)) fail('--dry-run cannot be used with --push or --open');
  // What git itself refuses in a branch's name, and what would be taken for an option.
  if (!/^[^-\s~^:?*[\\][^\s~^:?*[\\]*$/.test(flags.branch) || /\.\.|\/$|\.lock$|@\{/.test(flags.branch))
    fail(`--branch: «${flags.branch}» is no name for a branch`);
  if (!/^[\w.][\w./-]*$/.test(flags.remote)) fail(`--remote: «${flags.remote}» is no name for a remote`);
  return {
    list,
    workspace: flags.workspace,
    branch: flags.branch,
    remote: flags.remote,
    dryRun: flags.dryRun === true,
    push: flags.push === true,
    open: flags.open ?? null,
    shard,
  };
}
