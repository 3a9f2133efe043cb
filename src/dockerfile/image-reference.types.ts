/** `registry.example/library/node:20-alpine@sha256:…` taken apart; nothing is normalised away. */
export interface ImageReference {
  readonly text: string;
  /** `docker.io/library`, `public.ecr.aws/docker/library`, or empty. */
  readonly prefix: string;
  /** The last path component: `node`. */
  readonly name: string;
  readonly tag: string | null;
  readonly digest: string | null;
  /** It holds variables. */
  readonly symbolic: boolean;
}
