/** Names and literals of Python: what a name or text of a design is written as, so that it can become nothing else. */

const keywords = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global if ' +
    'import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
);

/** What the generated file uses under these names. */
const used = new Set('self super torch nn F chain frozen min max float x training object'.split(' '));

export function isIdentifier(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && !keywords.has(name);
}

/** A name of the design as a variable or argument. */
export function pythonName(name: string): string {
  const word = name.replace(/\W/g, '_');
  const start = /^[A-Za-z_]/.test(word) ? word : `v${word}`;
  // Two underscores at the start are changed by Python inside of a class.
  const plain = start.startsWith('__') ? `v${start}` : start;
  return keywords.has(plain) || used.has(plain) ? `${plain}_` : plain;
}

/** `bottleneck_v2` as `BottleneckV2`. */
export function className(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const joined = words.map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`).join('');
  const start = /^[A-Za-z]/.test(joined) ? joined : `Block${joined}`;
  return keywords.has(start) || start === 'F' ? `${start}_` : start;
}

/** A text between quotes. */
export function pythonString(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A text as the documentation of what follows. */
export function docstring(text: string, indent: string): string {
  const safe = text
    .replace(/\\/g, '\\\\')
    .replace(/"(?="|$)/g, '\\"')
    .replaceAll('\0', '');
  const lines = safe.split(/\r\n?|\n/).map((line, i) => (i === 0 || line === '' ? line : indent + line));
  return `${indent}"""${lines.join('\n')}${lines.length > 1 ? `\n${indent}` : ''}"""\n`;
}

/** Names that every module has already; and Python's own. */
const moduleNames = new Set(
  (
    'T_destination add_module apply bfloat16 buffers call_super_init children compile cpu cuda double dump_patches eval ' +
    'extra_repr float forward get_buffer get_extra_state get_parameter get_submodule half ipu load_state_dict modules mtia ' +
    'named_buffers named_children named_modules named_parameters out_channels parameters register_backward_hook register_buffer ' +
    'register_forward_hook register_forward_pre_hook register_full_backward_hook register_full_backward_pre_hook ' +
    'register_load_state_dict_post_hook register_load_state_dict_pre_hook register_module register_parameter ' +
    'register_state_dict_post_hook register_state_dict_pre_hook requires_grad_ set_extra_state set_submodule share_memory ' +
    'state_dict to to_empty train training type xpu zero_grad'
  ).split(' '),
);

/** `self.conv_1`, or the same by its name where Python or `nn.Module` has another use for that. */
export function member(object: string, name: string): string {
  const isPlain = isIdentifier(name) && !name.startsWith('_') && !moduleNames.has(name);
  return isPlain ? `${object}.${name}` : `${object}._modules[${pythonString(name)}]`;
}
