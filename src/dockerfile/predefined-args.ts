/**
 * Build arguments that a builder knows without an ARG instruction.
 * Source: docs.docker.com/reference/dockerfile, «Predefined ARGs» and «Automatic platform ARGs in the global scope».
 */

/** Seen by FROM lines, and by a stage once it says `ARG TARGETARCH`. Their values depend on the build, not on the file. */
export const PLATFORM_ARGS: ReadonlySet<string> = new Set([
  'TARGETPLATFORM',
  'TARGETOS',
  'TARGETARCH',
  'TARGETVARIANT',
  'TARGETOSVERSION',
  'TARGETSTAGE',
  'BUILDPLATFORM',
  'BUILDOS',
  'BUILDARCH',
  'BUILDVARIANT',
  'BUILDOSVERSION',
]);

/** A `--build-arg` of these reaches every RUN without an ARG instruction. */
export const PROXY_ARGS: ReadonlySet<string> = new Set([
  'HTTP_PROXY',
  'http_proxy',
  'HTTPS_PROXY',
  'https_proxy',
  'FTP_PROXY',
  'ftp_proxy',
  'NO_PROXY',
  'no_proxy',
  'ALL_PROXY',
  'all_proxy',
]);
