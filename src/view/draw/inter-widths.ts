/**
 * How wide texts are in Inter, which stands in exported pictures: the advances of its glyphs (version 4.1, 2,048 units to the
 * em), so that a picture is the same wherever it is made. Kerning is left out, which draws a text a little closer.
 */

import type { MeasureText, Weight } from './text-fit';

/** Where Inter is not there, the closest of what systems have. */
export const textFace = "Inter, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif";

const unitsPerEm = 2048;
const firstCharacter = 0x20;

/** From the space to the tilde. */
// biome-ignore format: a table
const advances: Readonly<Record<Weight, readonly number[]>> = {
  400: [
    576, 589, 954, 1297, 1314, 2011, 1319, 614, 747, 747, 1026, 1355, 590, 942, 590, 738, 1292, 833, 1249, 1265,
    1323, 1215, 1270, 1159, 1267, 1270, 590, 618, 1355, 1355, 1355, 1047, 1978, 1413, 1340, 1496, 1478, 1231, 1209, 1528,
    1522, 550, 1169, 1376, 1158, 1850, 1543, 1566, 1308, 1566, 1318, 1314, 1322, 1524, 1413, 2018, 1397, 1390, 1288, 747,
    738, 747, 965, 934, 661, 1150, 1254, 1170, 1254, 1194, 758, 1256, 1211, 496, 496, 1124, 496, 1794, 1210, 1228,
    1254, 1254, 771, 1081, 670, 1211, 1151, 1676, 1118, 1151, 1131, 873, 681, 873, 1355,
  ],
  500: [
    546, 623, 1012, 1308, 1323, 2034, 1338, 641, 755, 755, 1066, 1367, 621, 947, 621, 757, 1322, 850, 1262, 1284,
    1344, 1235, 1290, 1170, 1289, 1290, 621, 646, 1367, 1367, 1367, 1080, 2012, 1452, 1345, 1502, 1478, 1235, 1207, 1531,
    1525, 558, 1178, 1408, 1158, 1869, 1549, 1570, 1314, 1574, 1327, 1323, 1337, 1516, 1452, 2054, 1435, 1426, 1312, 755,
    757, 755, 976, 948, 690, 1163, 1266, 1182, 1266, 1203, 777, 1269, 1232, 516, 516, 1145, 516, 1819, 1232, 1237,
    1266, 1266, 792, 1103, 697, 1232, 1177, 1698, 1141, 1178, 1145, 902, 708, 902, 1367,
  ],
  600: [
    516, 658, 1071, 1318, 1332, 2057, 1357, 667, 764, 764, 1105, 1378, 653, 953, 653, 776, 1351, 866, 1276, 1303,
    1364, 1254, 1310, 1180, 1311, 1310, 653, 674, 1378, 1378, 1378, 1113, 2046, 1490, 1350, 1509, 1479, 1240, 1204, 1534,
    1527, 567, 1187, 1440, 1158, 1889, 1555, 1574, 1321, 1583, 1336, 1332, 1352, 1507, 1490, 2089, 1474, 1461, 1336, 764,
    776, 764, 986, 961, 719, 1176, 1278, 1193, 1278, 1211, 796, 1281, 1254, 536, 536, 1166, 536, 1844, 1253, 1247,
    1278, 1278, 813, 1125, 723, 1254, 1202, 1719, 1165, 1205, 1159, 931, 735, 931, 1378,
  ],
};

/** Signs that pictures have besides, by weight. */
const signs: ReadonlyMap<string, Readonly<Record<Weight, number>>> = new Map([
  ['\u00b7', { 400: 590, 500: 621, 600: 653 }],
  ['\u00d7', { 400: 1355, 500: 1367, 600: 1378 }],
  ['\u2013', { 400: 1024, 500: 1024, 600: 1024 }],
  ['\u2014', { 400: 2048, 500: 2048, 600: 2048 }],
  ['\u2026', { 400: 1770, 500: 1864, 600: 1958 }],
  ['\u2192', { 400: 1954, 500: 1954, 600: 1954 }],
  ['\u2212', { 400: 1355, 500: 1367, 600: 1378 }],
  ['\u2264', { 400: 1355, 500: 1367, 600: 1378 }],
  ['\u2265', { 400: 1355, 500: 1367, 600: 1378 }],
]);

/** Of letters that are not in the tables: those of Chinese, Japanese and Korean fill a square. */
const otherAdvance = 1250;
const firstWide = 0x2e80;

function advance(character: string, weight: Weight): number {
  const code = character.codePointAt(0) ?? 0;
  const known = advances[weight][code - firstCharacter] ?? signs.get(character)?.[weight];
  return known ?? (code >= firstWide ? unitsPerEm : otherAdvance);
}

/** Arguments of calls stand in the same face. */
export const interWidth: MeasureText = (text, size, weight) => {
  let units = 0;
  for (const character of text) units += advance(character, weight);
  return (units * size) / unitsPerEm;
};
