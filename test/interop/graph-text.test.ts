/** Networks as nodes and edges in text: what stands in groups, what is closed, and names that are nothing but names. */

import assert from 'node:assert/strict';
import { dotText } from '../../src/interop/graph/dot';
import { type GraphDocument, graphDocument } from '../../src/interop/graph/graph-document';
import { mermaidText } from '../../src/interop/graph/mermaid';
import { analyzeText, networkOf } from '../support/analyze-text';

const text = `
module block(c) {
  add { branch { conv(c, 3x3) } branch { } }
}
network Net {
  input image: 8x8x4
  b = block(4)
  head aux from b { globalavgpool() }
  repeat 2 { relu() }
  output end
}
`;

/** Parts of a document that a test is about. */
function nodesOf(document: GraphDocument): readonly string[] {
  return document.nodes.map(({ id, group, inputs }) => `${id} in ${group} from ${inputs.join('+')}`);
}

describe('graph: the document', () => {
  it('has every layer with what it reads, in the groups of its path', () => {
    const document = graphDocument(networkOf(text));
    assert.deepEqual(nodesOf(document), [
      'image in null from ',
      'b/branch_1/conv_1 in b from image',
      'b/add_1 in b from b/branch_1/conv_1+image',
      'aux/globalavgpool_1 in aux from b/add_1',
      'repeat_1/1/relu_1 in repeat_1/1 from b/add_1',
      'repeat_1/2/relu_1 in repeat_1/2 from repeat_1/1/relu_1',
    ]);
    assert.deepEqual(
      document.groups.map(({ id, kind, call, parent }) => [id, kind, call, parent]),
      [
        ['b', 'module', 'block(4)', null],
        ['aux', 'head', 'head aux', null],
        ['repeat_1', 'repeat', 'repeat', null],
        ['repeat_1/1', 'turn', 'turn 1', 'repeat_1'],
        ['repeat_1/2', 'turn', 'turn 2', 'repeat_1'],
      ],
    );
    assert.deepEqual(document.outputs, [
      { name: 'aux', kind: 'head', node: 'aux/globalavgpool_1' },
      { name: 'end', kind: 'output', node: 'repeat_1/2/relu_1' },
    ]);
    const conv = document.nodes[1];
    // 8 * 8 * 4 results of 3 * 3 * 4 products; 144 weights and 4 biases.
    assert.deepEqual([conv?.multiplies, conv?.params, conv?.shape], [9216, 148, [8, 8, 4]]);
    assert.deepEqual([conv?.arguments.kernel, conv?.arguments.bias], [[3, 3], 'auto']);
    assert.deepEqual(conv?.arguments.activation, { op: 'relu', arguments: {} });
  });

  it('closes what is deeper than it should be', () => {
    const document = graphDocument(networkOf(text), 0);
    assert.deepEqual(nodesOf(document), [
      'image in null from ',
      'b in null from image',
      'aux in null from b',
      'repeat_1 in null from b',
    ]);
    assert.deepEqual(document.groups, []);
    const [, block, head] = document.nodes;
    assert.deepEqual([block?.call, block?.multiplies, block?.params, block?.part], ['block(4)', 9216, 148, 'main']);
    assert.equal(head?.part, 'head');
    assert.deepEqual(nodesOf(graphDocument(networkOf(text), 1)).slice(-2), [
      'repeat_1/1 in repeat_1 from b/add_1',
      'repeat_1/2 in repeat_1 from repeat_1/1',
    ]);
  });

  it('says null for what is unknown', () => {
    const [network] = analyzeText('network N {\n  input image: 4x4x2\n  conv(nothing, 1x1)\n  relu()\n}\n').networks;
    assert.ok(network);
    const conv = graphDocument(network).nodes[1];
    assert.deepEqual(
      [conv?.shape, conv?.multiplies, conv?.params, conv?.call],
      [[4, 4, null], null, null, 'conv(?, 1x1)'],
    );
  });
});

describe('graph: pictures in text', () => {
  const small = graphDocument(
    networkOf(`
module m() { relu() }
network Net {
  input image: 4x4x3
  m()
  head h { globalavgpool() }
  output end
}
`),
  );

  it('in DOT', () => {
    assert.equal(
      dotText(small),
      `digraph "Net" {
  graph [fontname="Helvetica", nodesep=0.3, ranksep=0.35];
  node [shape=box, style="rounded", fontname="Helvetica", fontsize=11];
  edge [arrowsize=0.6];
  "image" [label="image\\ninput\\n4x4x3", shape=ellipse];
  subgraph cluster_0 {
    label="m_1\\nm()";
    style="rounded"; color="gray"; fontname="Helvetica"; fontsize=10;
    "m_1/relu_1" [label="relu_1\\nrelu()\\n4x4x3"];
  }
  subgraph cluster_1 {
    label="h\\nhead h";
    style="rounded"; color="gray"; fontname="Helvetica"; fontsize=10;
    "h/globalavgpool_1" [label="globalavgpool_1\\nglobalavgpool()\\n1x1x3", style="rounded,dashed"];
  }
  "image" -> "m_1/relu_1";
  "m_1/relu_1" -> "h/globalavgpool_1";
  output_0 [shape=plaintext, label="h"];
  "h/globalavgpool_1" -> output_0 [arrowhead=none, style="dashed"];
  output_1 [shape=plaintext, label="end"];
  "m_1/relu_1" -> output_1 [arrowhead=none];
}
`,
    );
  });

  it('in Mermaid', () => {
    assert.equal(
      mermaidText(small),
      `flowchart TD
  n0(["image<br/>input<br/>4x4x3"])
  subgraph g0 ["m_1<br/>m()"]
    n1["relu_1<br/>relu()<br/>4x4x3"]
  end
  subgraph g1 ["h<br/>head h"]
    n2["globalavgpool_1<br/>globalavgpool()<br/>1x1x3"]
  end
  n0 --> n1
  n1 --> n2
  o0(["h"])
  n2 -.-> o0
  o1(["end"])
  n1 --> o1
  classDef beside stroke-dasharray: 4 3
  class n2 beside
`,
    );
  });

  it('have names that are nothing but names', () => {
    const [node] = small.nodes;
    assert.ok(node);
    const name = 'a"]; click n0 "javascript:x"\n<img src=x>#`\\N';
    const hostile: GraphDocument = {
      ...small,
      network: name,
      nodes: [{ ...node, id: 'p', call: name }],
      groups: [{ id: 'g', kind: 'module', name, call: name, parent: null }],
      outputs: [{ name, kind: 'output', node: 'p' }],
    };
    // A quote and a backslash have a backslash before them, so that the string goes on; a line break is written.
    const inDot = '"a\\"]; click n0 \\"javascript:x\\"\\n<img src=x>#`\\\\N"';
    const dot = dotText(hostile);
    assert.ok(
      dot.startsWith(`digraph ${inDot} {`) && dot.includes(`label=${inDot};`) && dot.includes(`label=${inDot}]`),
    );
    // Four lines at the head, one node, four of a group, two of an output, a brace, and the end.
    assert.equal(dot.split('\n').length, 13);
    const mermaid = mermaidText(hostile);
    // 34 is a quote, 93 a bracket, 59 a semicolon, 58 a colon, 10 a line break, 60 the sign of a tag.
    assert.ok(
      mermaid.includes('a#34;#93;#59; click n0 #34;javascript#58;x#34;#10;#60;img src=x#62;#35;#96;#92;N'),
      mermaid,
    );
    for (const line of mermaid.split('\n')) {
      const inside = /"(.*)"/.exec(line)?.[1] ?? '';
      assert.match(inside.replaceAll('<br/>', ''), /^[\w .,=/()#;-]*$/);
    }
  });
});
