import type { Output } from './surroundings.ts';

/** A stream that is written to until nobody reads it any more. */
export interface Sink {
  readonly write: (text: string) => void;
  /** Why writing ended, by Node.js's error code; null: it did not. `EPIPE`: the reader has what it wanted (`| head`). */
  readonly ended: () => string | null;
}

/** The stream tells of an error later than of the write, on a turn of the event loop. */
export function sinkOf(output: Output): Sink {
  let ended: string | null = null;
  output.on('error', (error) => {
    ended ??= error.code ?? error.message;
  });
  return {
    write: (text) => {
      if (ended === null && text !== '') output.write(text);
    },
    ended: () => ended,
  };
}
