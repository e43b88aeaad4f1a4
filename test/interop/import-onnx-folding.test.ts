/**
 * What single nodes of ONNX compute of constants: inputs and results of the examples in the specification of the operators
 * (onnx/docs/Operators.md), and what its words rule out. A result is read back as what it adds to the channels of a list.
 */

import assert from 'node:assert/strict';
import { foreignNetwork, imported } from '../support/imported';
import {
  type Attribute,
  dimsOf,
  type Fill,
  fillOf,
  flat,
  type Nested,
  onnxFile,
  type Sketch,
} from '../support/onnx-sketch';

/** Inputs are parted by spaces. */
type Node = readonly [type: string, inputs: string, attributes?: Record<string, Attribute>];

/** The node's result is `r`, of which `more` makes the `sum` that is added to the channels. */
function sketchOf([type, inputs, attributes = {}]: Node, channels: number, more: Sketch['nodes'], opset = 13): Sketch {
  const named = inputs
    .split(' ')
    .map((text, i): [string, Fill | undefined] => [text === '-' ? '' : `i${i}`, fillOf(text)]);
  return {
    size: [1, 1, channels],
    dims: [1, channels],
    opset,
    tensors: Object.fromEntries(named.filter((pair): pair is [string, Fill] => pair[1] !== undefined)),
    shapes: { flat: [-1], end: [0, 0] },
    nodes: [
      [type, named.map(([name]) => name).join(' '), 'r', attributes],
      ...more,
      ['Relu', 'x', 'a'],
      ['Add', 'a sum', 'y'],
    ],
  };
}

/** The values of a constant result: they are followed by two zeros, as one number alone would be no list. */
async function readBack(node: Node, count: number, more: Sketch['nodes'], opset?: number): Promise<number[]> {
  const last = more.at(-1)?.[2] ?? 'r';
  const nodes: Sketch['nodes'] = [
    ...more,
    ['Reshape', `${last} flat`, 'list'],
    ['Concat', 'list end', 'sum', { axis: 0 }],
  ];
  const { foreign } = await imported('onnx', onnxFile(sketchOf(node, count + 2, nodes, opset)));
  assert.deepEqual(foreign.missing, []);
  const added = foreign.layers.at(-1)?.weights.get('beta')?.values();
  return [...(added ?? [])].slice(0, count);
}

/** Values and sizes of what the node gives. */
async function gives(node: Node, text: string, opset?: number): Promise<void> {
  const expected: Nested = JSON.parse(text);
  const values = flat(expected);
  const found = await readBack(node, values.length, [], opset);
  assert.equal(found.length, values.length);
  for (const [i, value] of found.entries()) {
    const wanted = values[i] as number;
    assert.ok(Math.abs(value - wanted) <= 1e-6 * Math.max(1, Math.abs(wanted)), `${found} for ${values}`);
  }
  await hasDims(node, dimsOf(expected), opset);
}

async function hasDims(node: Node, dims: readonly number[], opset?: number): Promise<void> {
  assert.deepEqual(await readBack(node, dims.length, [['Shape', 'r', 'dims']], opset), dims);
}

/** Why the node is left out. */
async function refused(node: Node): Promise<string | undefined> {
  const found = await foreignNetwork('onnx', onnxFile(sketchOf(node, 4, [['Identity', 'r', 'sum']])));
  assert.ok('layers' in found);
  assert.deepEqual(
    found.missing.map(({ op }) => op),
    [node[0]],
  );
  return found.missing[0]?.reason.phrase;
}

describe('import of ONNX: single nodes of constants', function () {
  this.timeout(60_000);

  const values: readonly [what: string, node: Node, expected: string, opset?: number][] = [
    ['Add', ['Add', '[1,2,3] [4,5,6]'], '[5,7,9]'],
    ['Sub', ['Sub', '[1,2,3] [3,2,1]'], '[-2,0,2]'],
    ['Mul', ['Mul', '[1,2,3] [4,5,6]'], '[4,10,18]'],
    ['Div', ['Div', '[3,4] [1,2]'], '[3,2]'],
    ['Div of integers, towards zero', ['Div', 'i[-7,7,1] i[2,2,4]'], '[-3,3,0]'],
    ['Pow', ['Pow', '[1,2,3] [4,5,6]'], '[1,32,729]'],
    ['Pow of a table by a list', ['Pow', '[[1,2,3],[4,5,6]] [1,2,3]'], '[[1,4,27],[4,25,216]]'],
    ['Mod of integers', ['Mod', 'i[-4,7,5,4,-7,8] i[2,-3,8,-2,3,5]'], '[0,-2,5,0,2,3]'],
    [
      'Mod as C has it',
      ['Mod', '[-4.3,7.2,5,4.3,-7.2,8] [2.1,-3.4,8,-2.1,3.4,5]', { fmod: 1 }],
      '[-0.1,0.4,5,0.1,-0.4,3]',
    ],
    ['Mod of integers as C has it', ['Mod', 'i[-4,7,5,4,-7,8] i[2,-3,8,-2,3,5]', { fmod: 1 }], '[0,1,5,0,-1,3]'],
    ['Max of three', ['Max', '[3,2,1] [1,4,4] [2,5,3]'], '[3,5,4]'],
    ['Max of one', ['Max', '[3,2,1]'], '[3,2,1]'],
    ['Min of three', ['Min', '[3,2,1] [1,4,4] [2,5,0]'], '[1,2,0]'],
    ['Sum of three', ['Sum', '[3,0,2] [1,3,4] [2,6,6]'], '[6,9,12]'],
    ['Mean of three', ['Mean', '[3,0,2] [1,3,4] [2,6,6]'], '[2,3,4]'],
    ['Equal', ['Equal', 'i[1,2,3] i[3,2,3]'], '[0,1,1]'],
    ['Greater', ['Greater', '[1,2,3] [2,2,2]'], '[0,0,1]'],
    ['GreaterOrEqual', ['GreaterOrEqual', '[1,2,3] [2,2,2]'], '[0,1,1]'],
    ['Less', ['Less', '[1,2,3] [2,2,2]'], '[1,0,0]'],
    ['LessOrEqual', ['LessOrEqual', '[1,2,3] [2,2,2]'], '[1,1,0]'],
    ['And', ['And', 'i[0,0,1,1] i[0,1,0,1]'], '[0,0,0,1]'],
    ['Or', ['Or', 'i[0,0,1,1] i[0,1,0,1]'], '[0,1,1,1]'],
    ['Not', ['Not', 'i[0,1]'], '[1,0]'],
    ['Neg', ['Neg', '[-4,2]'], '[4,-2]'],
    ['Abs', ['Abs', '[-4,2]'], '[4,2]'],
    ['Floor', ['Floor', '[-1.5,1.2,2]'], '[-2,1,2]'],
    ['Ceil', ['Ceil', '[-1.5,1.2]'], '[-1,2]'],
    [
      'Round, halves to the even number',
      ['Round', '[0.1,0.5,0.9,1.2,1.5,1.8,2.3,2.5,2.7,-1.1,-1.5,-1.9,-2.2,-2.5,-2.8]'],
      '[0,0,1,1,2,2,2,2,3,-1,-2,-2,-2,-2,-3]',
    ],
    ['Sqrt', ['Sqrt', '[1,4,9]'], '[1,2,3]'],
    ['Reciprocal', ['Reciprocal', '[-4,2]'], '[-0.25,0.5]'],
    ['Exp', ['Exp', '[-1,0,1]'], '[0.36787945,1,2.7182817]'],
    ['Log', ['Log', '[1,10]'], '[0,2.30258512]'],
    ['Relu', ['Relu', '[-1,0,2]'], '[0,0,2]'],
    ['Sigmoid', ['Sigmoid', '[-1,0,1]'], '[0.26894143,0.5,0.7310586]'],
    ['Tanh', ['Tanh', '[-1,0,1]'], '[-0.76159418,0,0.76159418]'],
    ['Where', ['Where', 'i[[1,0],[1,1]] [[1,2],[3,4]] [[9,8],[7,6]]'], '[[1,8],[3,4]]'],
    ['Identity', ['Identity', '[3,-1]'], '[3,-1]'],
    ['Cast to integers, towards zero', ['Cast', '[-1.5,2.7]', { to: 7 }], '[-1,2]'],
    ['Cast to truth values', ['Cast', '[-0.5,0,3]', { to: 9 }], '[1,0,1]'],
    ['Cast of integers to truth values', ['Cast', 'i[-2,0,3]', { to: 9 }], '[1,0,1]'],
    ['Cast of integers to numbers', ['Cast', 'i[-2,5]', { to: 1 }], '[-2,5]'],
    ['Range', ['Range', 'i3 i9 i3'], '[3,6]'],
    ['Range downwards', ['Range', 'i10 i4 i-2'], '[10,8,6]'],
    ['Size', ['Size', 'of[3,4,5]'], '60'],
    ['Shape', ['Shape', 'of[3,4,5]'], '[3,4,5]'],
    ['Shape from an axis', ['Shape', 'of[3,4,5]', { start: 1 }], '[4,5]', 15],
    ['Shape to an axis', ['Shape', 'of[3,4,5]', { end: 1 }], '[3]', 15],
    ['Shape from the last', ['Shape', 'of[3,4,5]', { start: -1 }], '[5]', 15],
    ['Shape but for the last', ['Shape', 'of[3,4,5]', { end: -1 }], '[3,4]', 15],
    ['Shape in between', ['Shape', 'of[3,4,5]', { start: 1, end: -1 }], '[4]', 15],
    ['Shape from before the first', ['Shape', 'of[3,4,5]', { start: -10 }], '[3,4,5]', 15],
    ['Shape to behind the last', ['Shape', 'of[3,4,5]', { end: 10 }], '[3,4,5]', 15],
    [
      'Gather along the first axis',
      ['Gather', '[[1,1.2],[2.3,3.4],[4.5,5.7]] i[[0,1],[1,2]]'],
      '[[[1,1.2],[2.3,3.4]],[[2.3,3.4],[4.5,5.7]]]',
    ],
    [
      'Gather along the second',
      ['Gather', '[[1,1.2,1.9],[2.3,3.4,3.9],[4.5,5.7,5.9]] i[[0,2]]', { axis: 1 }],
      '[[[1,1.9]],[[2.3,3.9]],[[4.5,5.9]]]',
    ],
    ['Gather from the end', ['Gather', '[0,1,2,3,4,5,6,7,8,9] i[0,-9,-10]'], '[0,1,0]'],
    ['Gather of one place', ['Gather', '[[1,1.2,1.9],[2.3,3.4,3.9],[4.5,5.7,5.9]] i1', { axis: -1 }], '[1.2,3.4,5.7]'],
    ['Slice', ['Slice', '[[1,2,3,4],[5,6,7,8]] i[1,0] i[2,3] i[0,1] i[1,2]'], '[[5,7]]'],
    ['Slice of the first axes', ['Slice', '[[1,2,3,4],[5,6,7,8]] i[0,1] i[-1,1000]'], '[[2,3,4]]'],
    ['Slice backwards', ['Slice', '[0,1,2,3,4,5] i[20] i[0] i[0] i[-2]'], '[5,3,1]'],
    ['Slice backwards to the first', ['Slice', '[0,1,2,3] i[-1] i[-1000] i[-1] i[-1]'], '[3,2,1,0]'],
    [
      'Slice by attributes',
      ['Slice', '[[1,2,3,4],[5,6,7,8]]', { starts: [0, 1], ends: [1, 3], axes: [0, 1] }],
      '[[2,3]]',
      9,
    ],
    ['Concat along the second axis', ['Concat', '[[1,2],[3,4]] [[5,6],[7,8]]', { axis: 1 }], '[[1,2,5,6],[3,4,7,8]]'],
    ['Concat along an axis from the end', ['Concat', '[[1,2]] [[5,6]]', { axis: -2 }], '[[1,2],[5,6]]'],
    [
      'Transpose',
      ['Transpose', '[[[1,2],[3,4]],[[5,6],[7,8]],[[9,10],[11,12]]]', { perm: [2, 0, 1] }],
      '[[[1,3],[5,7],[9,11]],[[2,4],[6,8],[10,12]]]',
    ],
    ['Transpose without an order', ['Transpose', '[[1,2,3],[4,5,6]]'], '[[1,4],[2,5],[3,6]]'],
    ['Expand along an axis', ['Expand', '[[1],[2],[3]] i[3,4]'], '[[1,1,1,1],[2,2,2,2],[3,3,3,3]]'],
    ['Expand by an axis in front', ['Expand', '[[1],[2]] i[2,1,2]'], '[[[1,1],[2,2]],[[1,1],[2,2]]]'],
    ['Expand of a number with axes of its own', ['Expand', '[[7]] i[3]'], '[[7,7,7]]'],
    ['ConstantOfShape', ['ConstantOfShape', 'i[2,3]'], '[[0,0,0],[0,0,0]]'],
    ['DequantizeLinear', ['DequantizeLinear', 'i[0,3,128,255] 2 i128'], '[-256,-250,0,254]'],
    ['DequantizeLinear without a middle', ['DequantizeLinear', 'i[0,3,-5] 2'], '[0,6,-10]'],
    [
      'DequantizeLinear along an axis',
      [
        'DequantizeLinear',
        'i[[[3,89],[34,200],[74,59]],[[5,24],[24,87],[32,13]],[[245,99],[4,142],[121,102]]] [2,4,5] i[84,24,196]',
        { axis: 0 },
      ],
      '[[[-162,10],[-100,232],[-20,-50]],[[-76,0],[0,252],[32,-44]],[[245,-485],[-960,-270],[-375,-470]]]',
    ],
    [
      'ReduceSum',
      ['ReduceSum', '[[[1,2],[3,4]],[[5,6],[7,8]],[[9,10],[11,12]]] i[1]', { keepdims: 0 }],
      '[[4,6],[12,14],[20,22]]',
    ],
    [
      'ReduceSum with its axis kept',
      ['ReduceSum', '[[[1,2],[3,4]],[[5,6],[7,8]],[[9,10],[11,12]]] i[1]'],
      '[[[4,6]],[[12,14]],[[20,22]]]',
    ],
    ['ReduceSum of all', ['ReduceSum', '[[[1,2],[3,4]],[[5,6],[7,8]],[[9,10],[11,12]]]'], '[[[78]]]'],
    [
      'ReduceSum of an axis from the end',
      ['ReduceSum', '[[[1,2],[3,4]],[[5,6],[7,8]],[[9,10],[11,12]]] i[-3]', { keepdims: 0 }],
      '[[15,18],[21,24]]',
    ],
    ['ReduceSum of nothing', ['ReduceSum', '[[1,2]]', { noop_with_empty_axes: 1 }], '[[1,2]]'],
    [
      'ReduceMean',
      ['ReduceMean', '[[[5,1],[20,2]],[[30,1],[40,2]],[[55,1],[60,2]]]', { axes: [1], keepdims: 0 }],
      '[[12.5,1.5],[35,1.5],[57.5,1.5]]',
    ],
    ['ReduceMean of all', ['ReduceMean', '[[[5,1],[20,2]],[[30,1],[40,2]],[[55,1],[60,2]]]', { keepdims: 0 }], '18.25'],
    [
      'ReduceMax',
      ['ReduceMax', '[[[5,1],[20,2]],[[30,1],[40,2]],[[55,1],[60,2]]]', { axes: [1], keepdims: 0 }],
      '[[20,2],[40,2],[60,2]]',
    ],
    [
      'ReduceMin',
      ['ReduceMin', '[[[5,1],[20,2]],[[30,1],[40,2]],[[55,1],[60,2]]]', { axes: [1], keepdims: 0 }],
      '[[5,1],[30,1],[55,1]]',
    ],
    [
      'ReduceProd',
      ['ReduceProd', '[[[1,2],[3,4]],[[5,6],[7,8]],[[9,10],[11,12]]]', { axes: [1], keepdims: 0 }],
      '[[3,8],[35,48],[99,120]]',
    ],
    [
      'ReduceSumSquare',
      ['ReduceSumSquare', '[[[1,2],[3,4]],[[5,6],[7,8]],[[9,10],[11,12]]]', { axes: [1], keepdims: 0 }],
      '[[10,20],[74,100],[202,244]]',
    ],
    [
      'ReduceL2',
      ['ReduceL2', '[[[1,2],[3,4]],[[5,6],[7,8]],[[9,10],[11,12]]]', { axes: [2], keepdims: 0 }],
      '[[2.23606798,5],[7.81024968,10.63014581],[13.45362405,16.2788206]]',
    ],
  ];
  for (const [what, node, expected, opset] of values) it(what, () => gives(node, expected, opset));

  const sizes: readonly [node: Node, dims: readonly number[], opset?: number][] = [
    [
      ['Flatten', 'of[2,3,4,5]'],
      [2, 60],
    ],
    [
      ['Flatten', 'of[2,3,4,5]', { axis: 0 }],
      [1, 120],
    ],
    [
      ['Flatten', 'of[2,3,4,5]', { axis: 3 }],
      [24, 5],
    ],
    [
      ['Flatten', 'of[2,3,4,5]', { axis: -1 }],
      [24, 5],
    ],
    [
      ['Flatten', 'of[2,3,4,5]', { axis: -2 }],
      [6, 20],
    ],
    [
      ['Flatten', 'of[2,3,4,5]', { axis: -4 }],
      [1, 120],
    ],
    [
      ['Reshape', 'of[2,3,4] i[4,2,3]'],
      [4, 2, 3],
    ],
    [
      ['Reshape', 'of[2,3,4] i[2,0,4]'],
      [2, 3, 4],
    ],
    [
      ['Reshape', 'of[2,3,4] i[2,-1,2]'],
      [2, 6, 2],
    ],
    [['Reshape', 'of[2,3,4] i[-1]'], [24]],
    [
      ['Reshape', 'of[2,3,4] i[0,-1,1]'],
      [2, 12, 1],
    ],
    [['Reshape', 'of[2,3]', { shape: [3, 2] }], [3, 2], 7],
    [
      ['Squeeze', 'of[1,3,1,5]'],
      [3, 5],
    ],
    [
      ['Squeeze', 'of[1,3,1,5] i[-2]'],
      [1, 3, 5],
    ],
    [['Squeeze', 'of[1,3,1,5]', { axes: [0] }], [3, 1, 5], 11],
    [
      ['Unsqueeze', 'of[3,4] i[0,-1]'],
      [1, 3, 4, 1],
    ],
    [['Unsqueeze', 'of[3,4]', { axes: [1] }], [3, 1, 4], 11],
    [
      ['Transpose', 'of[2,3,4]'],
      [4, 3, 2],
    ],
  ];
  for (const [node, dims, opset] of sizes) {
    const [type, inputs, attributes] = node;
    const said = attributes === undefined ? '' : ` ${JSON.stringify(attributes)}`;
    it(`gives ${dims.join('x')} for ${type} ${inputs}${said}`, () => hasDims(node, dims, opset));
  }

  const refusals: readonly [what: string, node: Node, reason: string][] = [
    ['an axis behind the last', ['Concat', '[1,2]', { axis: 1 }], 'foreign.inputs'],
    ['an axis before the first', ['Gather', '[1,2] i[0]', { axis: -2 }], 'foreign.inputs'],
    ['a place behind the last', ['Gather', '[1,2] i[2]'], 'foreign.inputs'],
    ['a place before the first', ['Gather', '[1,2] i[-3]'], 'foreign.inputs'],
    ['no places', ['Gather', '[1,2]'], 'foreign.inputs'],
    ['an input that is left out', ['Concat', '[1,2] - [3,4]', { axis: 0 }], 'foreign.inputs'],
    ['sizes that do not meet', ['Add', '[1,2] [1,2,3]'], 'foreign.constant-size'],
    ['no second input', ['Add', '[1,2]'], 'foreign.inputs'],
    ['parts of other sizes', ['Concat', 'of[2,3] of[2,2]', { axis: 0 }], 'foreign.constant-size'],
    ['parts of other axes', ['Concat', 'of[2,3] of[2]', { axis: 0 }], 'foreign.constant-size'],
    ['an order with an axis twice', ['Transpose', 'of[2,3]', { perm: [0, 0] }], 'foreign.inputs'],
    ['an order with an axis before the first', ['Transpose', 'of[2,3]', { perm: [-1, 0] }], 'foreign.inputs'],
    ['an order with an axis behind the last', ['Transpose', 'of[2,3]', { perm: [0, 2] }], 'foreign.inputs'],
    ['an order of fewer axes', ['Transpose', 'of[2,3]', { perm: [0] }], 'foreign.inputs'],
    ['steps of nothing', ['Range', 'i3 i9 i0'], 'foreign.inputs'],
    ['more steps than are computed', ['Range', 'i0 i1000000 i1'], 'foreign.constant-size'],
    ['a range without an end', ['Range', 'i3 - i1'], 'foreign.inputs'],
    ['a slice in steps of nothing', ['Slice', '[1] i[0] i[1] i[0] i[0]'], 'foreign.inputs'],
    ['a slice along no axis', ['Slice', '[1] i[0] i[1] i[1]'], 'foreign.inputs'],
    ['another number of values', ['Reshape', 'of[2,3] i[4,2]'], 'foreign.reshape'],
    ['a part of a value', ['Reshape', 'of[2,3] i[4,-1]'], 'foreign.reshape'],
    ['sizes below nothing', ['Reshape', 'of[2,3] i[-2,-3]'], 'foreign.reshape'],
    ['parts that are not all', ['Split', '[1,2,3] i[2]'], 'foreign.inputs'],
    ['parts below nothing', ['Split', '[1,2,3]', { split: [-3] }], 'foreign.inputs'],
    ['scales by block', ['DequantizeLinear', 'i[1,2] [2,3]', { axis: 0, block_size: 1 }], 'foreign.constant-size'],
    ['sizes below nothing of a number', ['ConstantOfShape', 'i[-3]'], 'foreign.inputs'],
    ['parts of sizes', ['ConstantOfShape', '[2.5]'], 'foreign.inputs'],
    ['a number that is spread over less than nothing', ['Expand', '[7] i[-3]'], 'foreign.inputs'],
    ['values that are spread over less than nothing', ['Expand', '[[1,2]] i[-1,2]'], 'foreign.inputs'],
    ['values that are spread over other sizes', ['Expand', '[1,2] i[3]'], 'foreign.constant-size'],
    ['a place between two', ['Gather', '[1,2,3] [1.5]'], 'foreign.inputs'],
    ['a slice from between two places', ['Slice', '[1,2,3] [0.5] [2]'], 'foreign.inputs'],
    ['half a row', ['Reshape', '[1,2,3] [1.5,2]'], 'foreign.inputs'],
    ['half a part', ['Split', '[1,2,3] [1.5,1.5]'], 'foreign.inputs'],
    ['an axis that is lost with its values', ['Squeeze', 'of[2,3] i[0]'], 'foreign.inputs'],
    ['a node of no such name', ['toString', '[1,2]'], 'foreign.no-layer'],
  ];
  for (const [what, node, reason] of refusals) {
    it(`refuses ${what}`, async () => assert.equal(await refused(node), reason));
  }
});
