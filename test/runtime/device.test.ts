/** Rooflines of devices, by hand. */

import assert from 'node:assert/strict';
import { devices, deviceTime, trafficOf } from '../../src/runtime/device';
import { networkOfBody, planOf } from '../support/network-text';

describe('the time on a device', () => {
  const device = { peakGflops: 100, bandwidthGBs: 10 };

  it('is that of computing or of moving, whichever is longer', () => {
    // 2 * 50 M operations at 100 GFLOP/s: 1 ms; 5 MB at 10 GB/s: 0.5 ms.
    assert.deepEqual(deviceTime(50e6, 5e6, device), { ms: 1, bound: 'compute' });
    assert.deepEqual(deviceTime(5e6, 20e6, device), { ms: 2, bound: 'memory' });
    assert.deepEqual(deviceTime(0, 0, device), { ms: 0, bound: null });
  });

  it('counts what a layer reads and writes once: input, weights, bias and result', () => {
    const plan = planOf(networkOfBody('input image: 8x8x3\nconv(16, 3x3)\nmaxpool(2x2, stride = 2)\noutput y'));
    // 8*8*3 in, 8*8*16 out, 3*3*3*16 weights, 16 biases; then 8*8*16 in and 4*4*16 out.
    assert.deepEqual(trafficOf(plan), [4 * (192 + 1024 + 432 + 16), 4 * (1024 + 256)]);
  });

  it('is known of devices with a source', () => {
    // NVIDIA's data sheets: 19.5 TFLOP/s and 1,555 GB/s; 8.1 TFLOP/s and 320 GB/s.
    const [a100, , t4] = devices;
    assert.deepEqual(
      [a100?.peakGflops, a100?.bandwidthGBs, t4?.peakGflops, t4?.bandwidthGBs],
      [19500, 1555, 8100, 320],
    );
    for (const { source } of devices) assert.match(source, /^https:\/\//);
  });
});
