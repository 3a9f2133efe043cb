import type { BaseImage } from './base-images/base-image.ts';
import type { RuntimeQuestion } from './base-images/runtime-candidate.ts';
import { certainEnv } from './commands-of-run.ts';
import type { ImageReference } from './dockerfile/image-reference.types.ts';
import type { Requirements } from './requirements.ts';

/** What an ecosystem is told of the stage that runs. */
export function runtimeQuestion(
  needs: Requirements,
  base: BaseImage,
  reference: ImageReference,
  variables: ReadonlyMap<string, string>,
): RuntimeQuestion {
  const { end } = needs.survey;
  return {
    base,
    reference,
    variables,
    start: needs.start,
    folder: needs.folder,
    entrypoint: end.entrypoint,
    cmd: end.cmd,
    env: certainEnv(end),
    workdir: end.workdir.certain,
    commands: needs.commands,
    builds: needs.builds,
  };
}
