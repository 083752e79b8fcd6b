import { describe, expect, it } from 'vitest';
import { readFile } from './file.ts';

const rowsOf = (text: string) =>
  readFile(Buffer.from(text)).map(({ line, cells }) => [line, Object.fromEntries(cells)]);

const EXPECTED = [
  [2, { externalId: 'b-1', name: 'Acme' }],
  [3, { externalId: 'b-2', name: 'Beta; & "Sons", Inc.' }],
];

describe('a file of buyers', () => {
  it.each([
    ['commas', 'externalId,name\nb-1,Acme\nb-2,"Beta; & ""Sons"", Inc."\n'],
    ['semicolons and CRLF', 'externalId;name\r\nb-1;Acme\r\nb-2;"Beta; & ""Sons"", Inc."\r\n'],
    ['tabs and no end of line', 'externalId\tname\nb-1\tAcme\nb-2\t"Beta; & ""Sons"", Inc."'],
    ['a byte order mark', '\ufeffexternalId,name\nb-1,Acme\nb-2,"Beta; & ""Sons"", Inc."\n'],
    ['other ways to write the names', 'External ID,NAME\nb-1, Acme \nb-2,"Beta; & ""Sons"", Inc."\n'],
    [
      'empty columns and lines at the end',
      'external_id,name,,\nb-1,Acme,,\nb-2,"Beta; & ""Sons"", Inc.",,\n,,\n\n',
    ],
  ])('may have %s', (_what, text) => {
    expect(rowsOf(text)).toEqual(EXPECTED);
  });

  it('names the line on which each row begins, whatever stands in quotes and between the rows', () => {
    const text = 'externalId,name\n\nb-1,"Acme\nSolar"\n\nb-2,Beta\n';
    expect(rowsOf(text).map(([line]) => line)).toEqual([3, 6]);
    expect(rowsOf(text.replaceAll('\n', '\r\n')).map(([line]) => line)).toEqual([3, 6]);
  });

  it.each([
    ['', 'is empty'],
    ['externalId,name\n', 'no row'],
    ['externalId,name,colour\nb-1,Acme,red\n', '"colour"'],
    ['externalId\nb-1\n', 'no column name'],
    ['name\nAcme\n', 'no column externalId'],
    ['externalId,name,Name\nb-1,a,b\n', 'name twice'],
    ['externalId,name\nb-1,"Acme\n', 'cannot be read as CSV'],
    [`externalId,name\n${'b,x\n'.repeat(5_001)}`, '5001 rows'],
  ])('%j is refused as a whole', (text, message) => {
    expect(() => readFile(Buffer.from(text))).toThrow(message);
  });

  it('in another encoding than UTF-8 is refused, not misread', () => {
    expect(() => readFile(Buffer.from('externalId,name\nb-1,Caf\u00e9\n', 'latin1'))).toThrow('not UTF-8');
  });
});
