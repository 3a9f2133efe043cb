import type { BaseImage } from '../../src/base-images/base-image.ts';
import type { LadderStep } from '../../src/base-images/ladder.ts';
import { type Decision, decisionsOf } from '../../src/decision.ts';
import type { Invocation } from '../../src/dockerfile/view.ts';
import { clause } from '../../src/ecosystems/clause.ts';
import type { Facts } from '../../src/facts.ts';
import { lineOf } from '../../src/plan/check/law.ts';
import type { BaseNeeds } from '../../src/requirements.ts';
import { reasons } from './reasons.ts';
import { systemFileObstacle } from './system-files.ts';

const decide = decisionsOf('swap-base-image', reasons);

/** What stands against starting the same process, as the same user, on a step of the ladder. */
export function startObstacle(step: LadderStep, image: BaseImage, facts: Facts, needs: BaseNeeds): Decision | null {
  return (
    formObstacle(step, image, facts, needs) ??
    consumerObstacle(step, facts, needs) ??
    shellObstacle(step, needs) ??
    userObstacle(step, needs) ??
    systemFileObstacle(step, image, needs)
  );
}

/** The program must be started without what the image lacks, and by the same ENTRYPOINT. */
function formObstacle(step: LadderStep, image: BaseImage, facts: Facts, needs: BaseNeeds): Decision | null {
  const { runtime, reference } = step;
  if (runtime !== null && !runtime.start.known)
    return decide('start-not-possible', {
      data: { image: reference, why: clause(runtime.start.because, facts) },
      evidence: runtime.start.because.evidence,
    });
  const writes = runtime?.start.known === true && runtime.start.value !== 'as-it-is';
  if (writes) return null;
  const { entrypoint, cmd } = needs.survey.end;
  const inherits = !needs.survey.items.some(({ view }) => view.kind === 'entrypoint');
  const changes = JSON.stringify(image.entrypoint) !== JSON.stringify(step.image.entrypoint);
  if (inherits && changes)
    return decide('start-not-possible', {
      data: { image: reference, why: 'the entrypoint that the base image sets is another one there' },
    });
  if (step.image.shell || (entrypoint?.form !== 'shell' && cmd?.form !== 'shell')) return null;
  return decide('needs-shell', { data: { image: reference, where: 'the start command' } });
}

/** A command of a compose file stands behind the image's ENTRYPOINT; one that says again what the image starts is no other. */
function consumerObstacle(step: LadderStep, facts: Facts, needs: BaseNeeds): Decision | null {
  const { runtime, reference, image } = step;
  if (runtime === null) return null;
  const consumer = facts.consumers.find(
    ({ dockerfile, command, entrypoint, healthcheck }) =>
      dockerfile === facts.path &&
      ((command !== null && !(entrypoint === null && saysAgain(command, step, needs))) ||
        (!image.shell && (entrypoint !== null || healthcheck !== null))),
  );
  return consumer === undefined
    ? null
    : decide('start-not-possible', {
        data: { image: reference, why: `${consumer.file} runs another command in a container of it` },
      });
}

/** The words of CMD, behind the same ENTRYPOINT as before. */
function saysAgain(command: string, { runtime, image }: LadderStep, { survey: { end } }: BaseNeeds): boolean {
  const start = runtime?.start.known === true ? runtime.start.value : null;
  if (start === null) return false;
  const words = plainWords({ form: 'shell', script: command, start: 0, end: command.length });
  if (words === null || words !== plainWords(end.cmd)) return false;
  if (start === 'as-it-is') return true;
  const there = start.entrypoint === 'inherited' ? (image.entrypoint ?? []) : start.entrypoint;
  return there.length === 0 && end.entrypoint === null;
}

/** A command of which a shell makes nothing but its words. */
function plainWords(invocation: Invocation | null): string | null {
  if (invocation === null) return null;
  const text = invocation.form === 'exec' ? invocation.words.join(' ') : invocation.script.trim().replace(/\s+/g, ' ');
  return /^[\w./:@,+-]+(?: [\w./:=@,+-]+)*$/.test(text) ? text : null;
}

/** RUN in shell form is `/bin/sh -c`. */
function shellObstacle({ image, reference }: LadderStep, needs: BaseNeeds): Decision | null {
  if (image.shell) return null;
  const run = needs.survey.items.find(({ view }) => view.kind === 'run' && view.form !== 'exec');
  if (run === undefined) return null;
  const line = lineOf(run.step);
  return decide('needs-shell', {
    data: { image: reference, where: line === null ? 'an added RUN' : `the RUN of line ${line}` },
    at: run.step.kind === 'added' ? [] : [run.step.of.lines],
  });
}

/** The user that the file names, and owners of copied files, must be there. */
function userObstacle({ image, runtime, reference }: LadderStep, needs: BaseNeeds): Decision | null {
  if (runtime === null) return null;
  const { end, items } = needs.survey;
  if (image.startsAs !== undefined && end.user === null)
    return decide('starts-as-user', { data: { user: image.startsAs, image: reference } });
  const makes = items.some(({ readings }) => readings.some(({ role }) => role === 'user'));
  const owners = items.flatMap(({ view }) =>
    view.kind === 'copy' || view.kind === 'add'
      ? view.flags.flatMap(({ name, value }) => (name === 'chown' && value !== null ? [value] : []))
      : [],
  );
  const named = [...(end.user === null ? [] : [end.user.byDefault ?? end.user.text]), ...owners]
    .flatMap((text) => text.split(':'))
    .find((name) => !/^\d*$/.test(name) && name !== 'root' && name !== image.user?.name && !makes);
  return named === undefined ? null : decide('needs-user', { data: { user: named, image: reference } });
}
