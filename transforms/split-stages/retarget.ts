import type { Decision } from '../../src/decision.ts';
import type { Facts } from '../../src/facts.ts';
import type { ConsumerChange } from '../../src/plan/plan.ts';
import type { Consumer } from '../../src/repository/consumer.ts';
import { withBuildTarget } from '../../src/repository/consumers/edit-compose.ts';
import { readConsumers } from '../../src/repository/consumers/index.ts';
import { withEdits } from '../../src/repository/overlay.ts';
import type { DevelopmentConsumer } from './consumers.ts';
import { decide } from './placed.ts';

/** The consumers that need development tools, moved to a stage of that name; everybody else stays as they are, or nothing is moved. */
export function retargeted(
  moving: readonly DevelopmentConsumer[],
  stage: string,
  facts: Facts,
): ConsumerChange | Decision {
  const texts = new Map<string, string>();
  for (const { consumer } of moving) {
    if (consumer.kind !== 'compose') continue;
    const text = texts.get(consumer.file) ?? facts.repository.read(consumer.file) ?? '';
    const edit = withBuildTarget(text, consumer.name, stage);
    if ('because' in edit) return refused(consumer, edit.because);
    texts.set(consumer.file, edit.text);
  }
  const edits = [...texts].map(([path, after]) => ({ path, before: facts.repository.read(path) ?? '', after }));
  const after = readConsumers(withEdits(facts.repository, edits)).consumers;
  return misplaced(moving, stage, facts, after) ?? { edits, after };
}

/** Whoever was to move and did not, or moved and was not to. */
function misplaced(
  moving: readonly DevelopmentConsumer[],
  stage: string,
  facts: Facts,
  after: readonly Consumer[],
): Decision | null {
  for (const [index, before] of facts.consumers.entries()) {
    const now = after[index];
    const isMoving = moving.some(({ consumer }) => consumer === before);
    const expected = JSON.stringify(isMoving ? atTarget(before, stage) : before);
    if (now !== undefined && JSON.stringify({ ...now, lines: before.lines }) === expected) continue;
    return refused(
      before,
      isMoving ? 'only compose files are edited' : 'it would be given the development stage with another service',
    );
  }
  return null;
}

function atTarget(consumer: Consumer, target: string): Consumer {
  return { ...consumer, target };
}

function refused({ file, name }: Consumer, why: string): Decision {
  return decide('consumer-not-editable', { data: { file, name, why }, evidence: [{ source: file, says: name }] });
}
