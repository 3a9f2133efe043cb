import { setTimeout as wait } from 'node:timers/promises';
import { type Ended, type Environment, failureOf } from './child.ts';
import { type Engine, engineCommand, removeContainer, textOf } from './engine.ts';

/** The one name that every proof's container has. */
const NAME = 'msb-prove';
/** The label that says, in seconds since 1970, when the container's owner is surely gone. */
const UNTIL = 'msb.prove.until';
const COMMAND_SECONDS = 60;
const WAIT_MILLISECONDS = 1_000;

/**
 * Creates a container when no other proof has one on this engine. Containers on the host network share its ports, so
 * two at once would take each other's answers for their own.
 *
 * The fixed name is the lock: the engine lets only one container have it, whichever process or machine asked. One that
 * a killed process left behind is removed once its time is over.
 *
 * @param longest seconds after which the container may be taken for left behind
 * @param args arguments of `docker create`, from the options to the image
 * @param variables more variables for the client
 * @returns what `docker create` answered: the container's id on its standard output
 */
export async function createInTurn(
  engine: Engine,
  longest: number,
  args: readonly string[],
  variables: Environment = {},
): Promise<Ended> {
  for (;;) {
    if (engine.signal?.aborted === true) return { kind: 'interrupted' };
    const until = Math.round(Date.now() / 1000) + longest;
    // Not interruptible: a client that is killed here leaves a container whose id nobody knows.
    const created = await engineCommand(engine, ['create', '--name', NAME, '--label', `${UNTIL}=${until}`, ...args], {
      seconds: COMMAND_SECONDS,
      always: true,
      variables,
    });
    if (!/is already in use by/.test(failureOf(created) ?? '')) return created;
    if (await isLeftBehind(engine)) await removeContainer(engine, NAME);
    else await wait(WAIT_MILLISECONDS);
  }
}

async function isLeftBehind(engine: Engine): Promise<boolean> {
  const format = `{{index .Config.Labels "${UNTIL}"}}`;
  const label = await engineCommand(engine, ['container', 'inspect', '--format', format, NAME], {
    seconds: COMMAND_SECONDS,
  });
  const until = Number.parseInt(textOf(label), 10);
  return Number.isFinite(until) && until < Date.now() / 1000;
}
