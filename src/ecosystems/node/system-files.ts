import type { SystemFile } from '../../base-images/base-image.ts';

/**
 * Files of the system that packages look for by themselves. Node.js brings its own certificates; programs and addons that connect without it do not.
 * Sources: sharp's and node-canvas' installation pages (fonts), Temporal's «Set up a Worker» and node-rdkafka's README (certificates), crypto/x509 for
 * programs in Go, rustls-native-certs for those in Rust, the licence pages of the FFmpeg builds (GnuTLS, OpenSSL).
 */
const READ_BY: Readonly<Record<string, SystemFile>> = {
  '@napi-rs/canvas': 'fonts',
  '@resvg/resvg-js': 'fonts',
  canvas: 'fonts',
  'canvas-constructor': 'fonts',
  'chartjs-node-canvas': 'fonts',
  'chartjs-to-image': 'fonts',
  canvacord: 'fonts',
  'discord-image-generation': 'fonts',
  sharp: 'fonts',
  'skia-canvas': 'fonts',
  svg2img: 'fonts',
  text2png: 'fonts',
  'vega-canvas': 'fonts',
  '@confluentinc/kafka-javascript': 'certificates',
  '@ffmpeg-installer/ffmpeg': 'certificates',
  '@lancedb/lancedb': 'certificates',
  '@libsql/client': 'certificates',
  '@temporalio/worker': 'certificates',
  '@valkey/valkey-glide': 'certificates',
  'aws-crt': 'certificates',
  cloudflared: 'certificates',
  'ffmpeg-static': 'certificates',
  libsql: 'certificates',
  miniflare: 'certificates',
  'node-rdkafka': 'certificates',
  nodegit: 'certificates',
  workerd: 'certificates',
  wrangler: 'certificates',
};

/** The file of the system that an imported package looks for; null: none that is known. */
export function systemFileReadBy(name: string): SystemFile | null {
  return Object.hasOwn(READ_BY, name) ? (READ_BY[name] ?? null) : null;
}
