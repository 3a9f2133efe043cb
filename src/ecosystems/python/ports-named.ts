import type { Word } from './pip-words.ts';

/** Options of servers whose value is a port: uvicorn, hypercorn, flask, fastapi, daphne, streamlit. */
const PORT = /^(?:-p|--port|--server\.port|--server_port)$/;

/** Options whose value is an address: gunicorn, hypercorn, uwsgi. */
const ADDRESS = /^(?:-b|--bind|--http|--http-socket|--listen)$/;

/** Ports that a start command names: `--port 80`, `-b 0.0.0.0:80`, `runserver 0.0.0.0:80`, `http.server 80`. */
export function portsNamed(words: readonly Word[]): readonly number[] {
  const texts = words.map(({ value, text }) => value ?? text);
  return texts.flatMap((text, at) => {
    const [name = '', attached] = text.startsWith('-') ? text.split('=', 2) : [text];
    const value = attached ?? texts[at + 1] ?? '';
    const before = texts[at - 1] ?? '';
    const port = PORT.test(name)
      ? /^\d+$/.exec(value)?.[0]
      : ADDRESS.test(name)
        ? /:(\d+)$/.exec(value)?.[1]
        : before === 'runserver'
          ? /^(?:\S*:)?(\d+)$/.exec(text)?.[1]
          : before === 'http.server'
            ? /^\d+$/.exec(text)?.[0]
            : undefined;
    return port === undefined ? [] : [Number(port)];
  });
}
