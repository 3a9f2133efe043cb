import { describe, expect, it } from 'vitest';
import { normalise } from '../../src/prove/normalise.ts';

describe('normalise', () => {
  it.for([
    ['{"at":"2024-05-01T10:11:12.123Z"}', '{"at":"2026-11-21T09:08:07.001Z"}'],
    ['2024-05-01 10:11:12,123 INFO ready', '2026-11-21 09:08:07,999 INFO ready'],
    ['Wed, 01 May 2024 10:11:12 GMT', 'Sat, 21 Nov 2026 09:08:07 GMT'],
    [
      'Wed May 01 2024 10:11:12 GMT+0000 (Coordinated Universal Time)',
      'Sat Nov 21 2026 09:08:07 GMT+0000 (Coordinated Universal Time)',
    ],
    ['[01/May/2024:10:11:12 +0000] "GET /"', '[21/Nov/2026:09:08:07 +0000] "GET /"'],
    ['5/1/2024, 10:11:12 AM', '11/21/2026, 9:08:07 PM'],
    ['{"now":1714558272123}', '{"now":1795253287001}'],
    ['id 0b8f4c1e-93f4-4f0e-8f61-2c5f3d0f7a11', 'id 6f1d2c3b-1111-4222-8333-abcdefabcdef'],
    ['ready in 1.34 s', 'ready in 250ms'],
    ['{"uptime":3.21,"pid":7}', '{"uptime":12,"pid":1}'],
    ['"buildId":"abc","x"', '"buildId":"def","x"'],
    ['push([1,"{\\"b\\":\\"V1StGXR8_Z5jdHi6B-myT\\"}"])', 'push([1,"{\\"b\\":\\"aaaaaXR8_Z5jdHi6B-myT\\"}"])'],
    ['{\\"buildId\\":\\"V1StGXR8_Z5jdHi6B-myT\\"}', '{\\"buildId\\":\\"aaaaaXR8_Z5jdHi6B-myT\\"}'],
    ['[\\"$\\",\\"$1\\",\\"35VAGN3DuxUEwgBxSVaYY\\",{}]', '[\\"$\\",\\"$1\\",\\"CmD47O046CBYG6n3DvNgK\\",{}]'],
    ['/_next/static/V1StGXR8_Z5jdHi6B-myT/_app.js', '/_next/static/aaaaaXR8_Z5jdHi6B-myT/_app.js'],
    ['__sveltekit_w5cyeu = {', '__sveltekit_13u6zp7 = {'],
    ['import("./_app/immutable/entry/start.D1vE352w.js")', 'import("./_app/immutable/entry/start.0nwii6mZ.js")'],
    ['"/_app/immutable/entry/app.CB2m-Jxm.js"', '"/_app/immutable/entry/app.BOomO7yS.js"'],
  ])('takes %s for %s', ([one = '', other = '']) => {
    expect(normalise(one)).toBe(normalise(other));
    expect(normalise(one)).not.toBe(one);
  });

  it.for([
    ['version 1.2.3', 'version 1.2.4'],
    ['{"count":3}', '{"count":4}'],
    ['/app/src/index.js', '/app/dist/index.js'],
    ['{"env":"production"}', '{"env":"development"}'],
    ['port 3000', 'port 3001'],
    ['/_next/static/chunks/main-0123456789abcdef.js', '/_next/static/chunks/main-fedcba9876543210.js'],
    ['/_app/immutable/chunks/D1vE352w.js', '/_app/immutable/chunks/0nwii6mZ.js'],
    ['/_app/immutable/assets/0.CQ1OtvLk.css', '/_app/immutable/assets/0.DkWxG3aa.css'],
    ['__sveltekit_dev', '__sveltekit_w5cyeu'],
    ['v20.11.1', 'v22.1.0'],
  ])('keeps %s and %s apart', ([one = '', other = '']) => {
    expect(normalise(one)).not.toBe(normalise(other));
  });
});
