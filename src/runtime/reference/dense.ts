/** A fully connected layer on the values of its input in the order height, width, channel, summed in float64. */

import { type DenseStep, viewElements } from '../../plan/plan';
import { epilogueOf } from './epilogue';
import { type Counter, type Memory, onlyInput, type StepKernel, weightAt } from './memory';

const productsPerPoll = 4_000_000;

export function denseKernel(step: DenseStep, memory: Memory, counter: Counter | undefined): StepKernel {
  const input = onlyInput(step);
  const { output } = step;
  const { arena } = memory;
  const units = output.channels;
  const weight = weightAt(memory, step.weight);
  const sums = new Float64Array(units);
  const epilogue = epilogueOf(step, units, memory);
  const valuesPerPoll = Math.max(1, Math.floor(productsPerPoll / units));
  const values = viewElements(input);
  return () => {
    sums.fill(0);
    let made = 0;
    for (let value = 0; value < values; value++) {
      if (value % valuesPerPoll === 0) memory.poll();
      const pixel = Math.floor(value / input.channels);
      const y = Math.floor(pixel / input.width);
      const start = input.offset + y * input.rowStride + (pixel % input.width) * input.pixelStride;
      const x = arena[start + (value % input.channels)] as number;
      const row = value * units;
      if (counter === undefined) {
        for (let u = 0; u < units; u++) sums[u] = (sums[u] as number) + x * (weight[row + u] as number);
      } else {
        for (let u = 0; u < units; u++) {
          sums[u] = (sums[u] as number) + x * (weight[row + u] as number);
          made++;
        }
      }
    }
    if (counter !== undefined) {
      counter.multiplies += made;
      counter.effectiveMultiplies += made;
    }
    epilogue(sums, output.offset);
  };
}
