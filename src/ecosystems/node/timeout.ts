import { posix } from 'node:path';
import { commandOf, type SimpleCommand } from './script-line.ts';

/** Flags that take the next word. Source: coreutils' `timeout`; BusyBox's had `-t` for the duration until 1.30. */
const VALUED = /^(?:-s|--signal|-k|--kill-after|-t)$/;

/** What `timeout 60 node x` starts; null: it is another command, or starts nothing. */
export function startedByTimeout(command: SimpleCommand): SimpleCommand | null {
  if (command.name === null || posix.basename(command.name) !== 'timeout') return null;
  const words = command.words.slice(1);
  let index = 0;
  let hasDuration = false;
  for (; (words[index]?.text ?? '').startsWith('-'); index += 1) {
    const flag = words[index]?.text ?? '';
    if (flag === '-t') hasDuration = true;
    if (VALUED.test(flag)) index += 1;
  }
  const rest = words.slice(hasDuration ? index : index + 1);
  return rest.length === 0 ? null : commandOf(rest, command);
}
