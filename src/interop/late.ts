/** The readers and writers that are loaded once one of them is used: together, as they share most of what they need. */

export { exportCaffe, exportCaffemodel } from './caffe/export-caffe';
export { readCaffe } from './caffe/read-caffe';
export { dotText } from './graph/dot';
export { graphDocument } from './graph/graph-document';
export { mermaidText } from './graph/mermaid';
export { exportKeras } from './keras/export-keras';
export { exportTfjs } from './keras/export-tfjs';
export { readKeras } from './keras/read-keras';
export { exportOnnx } from './onnx/export-onnx';
export { readOnnx } from './onnx/read-onnx';
export { exportPytorch } from './pytorch/export-pytorch';
