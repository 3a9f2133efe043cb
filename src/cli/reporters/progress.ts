import type { Progress, Tell } from '../../prove/progress.ts';
import type { Output } from '../surroundings.ts';
import { printable } from './printable.ts';

/** Shows what a proof is doing. */
export interface ProgressDisplay {
  readonly about: (shown: string) => Tell;
  /** How many files are done; on a terminal only. */
  readonly count: (done: number, total: number) => void;
  /** Takes away what stands on the terminal, before anything else is written there. */
  readonly clear: () => void;
}

const REFRESH_MILLISECONDS = 1_000;
const COLUMNS = 80;

const DOING: Readonly<Record<Progress['phase'], string>> = {
  building: 'building',
  starting: 'starting',
  auditing: 'reading the files of',
  rebuilding: 'rebuilding',
};

/** On a terminal one line that is drawn again and again, with step and seconds; elsewhere a line for each phase. */
export function progressDisplay(
  output: Pick<Output, 'isTTY' | 'columns'>,
  write: (text: string) => void,
): ProgressDisplay {
  return output.isTTY === true ? onTerminal(write, () => output.columns ?? COLUMNS) : inLines(write);
}

function inLines(write: (text: string) => void): ProgressDisplay {
  return {
    about: (shown) => {
      let last = '';
      return ({ side, phase }) => {
        const line = `${printable(shown)}: ${DOING[phase]} the ${side}\n`;
        if (line === last) return;
        last = line;
        write(line);
      };
    },
    count: () => undefined,
    clear: () => undefined,
  };
}

function onTerminal(write: (text: string) => void, columns: () => number): ProgressDisplay {
  let timer: NodeJS.Timeout | undefined;
  let draw = () => {};
  let counted = 0;
  return {
    count: (done, total) => {
      const now = performance.now();
      if (total < 2 || done === total || now - counted < REFRESH_MILLISECONDS / 10) return;
      counted = now;
      write(`\r\u001b[2K${done} of ${total} files`.slice(0, columns() + 4));
    },
    about: (shown) => {
      let phase = '';
      let since = 0;
      return (progress) => {
        const now = `${DOING[progress.phase]} the ${progress.side}`;
        if (now !== phase) {
          phase = now;
          since = performance.now();
        }
        draw = () => {
          const seconds = Math.floor((performance.now() - since) / 1000);
          const line = printable(
            `${shown}: ${phase}, ${seconds} s${progress.step === undefined ? '' : `: ${progress.step}`}`,
          );
          write(`\r\u001b[2K${line.slice(0, columns() - 1)}`);
        };
        draw();
        timer ??= setInterval(() => draw(), REFRESH_MILLISECONDS);
      };
    },
    clear: () => {
      if (timer === undefined && counted === 0) return;
      clearInterval(timer);
      timer = undefined;
      counted = 0;
      write('\r\u001b[2K');
    },
  };
}
