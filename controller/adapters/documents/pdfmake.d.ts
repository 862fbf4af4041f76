/** What we use of pdfmake 0.3; the published types bring the browser's along, which hide those of Node. */
declare module 'pdfmake' {
  interface Styled {
    bold?: boolean;
    italics?: boolean;
    fontSize?: number;
    alignment?: 'left' | 'center' | 'right';
    /** left, top, right, bottom; points */
    margin?: [number, number, number, number];
    pageBreak?: 'before';
  }
  export type Content =
    | string
    | (Styled & { text: string; wordBreak?: 'break-all' })
    | (Styled & { stack: Content[]; unbreakable?: boolean })
    | (Styled & { columns: Content[] })
    | (Styled & { canvas: { type: 'rect'; x: number; y: number; w: number; h: number; color: string }[] })
    | (Styled & {
        table: {
          /** rows that are repeated on each page */
          headerRows?: number;
          /** points; `*` takes what is left */
          widths: (number | string)[];
          /** of rows, points */
          heights?: number;
          body: Content[][];
        };
      });
  export interface Definition {
    pageSize: 'A4';
    pageOrientation: 'landscape' | 'portrait';
    pageMargins: [number, number, number, number];
    defaultStyle: Styled & { font: string };
    info: { title: string; author: string };
    content: Content[];
    footer: (page: number, pages: number) => Content;
  }
  const pdfmake: {
    /** family → style → file */
    setFonts(fonts: Record<string, Record<'normal' | 'bold' | 'italics' | 'bolditalics', string>>): void;
    setUrlAccessPolicy(allows: (url: string) => boolean): void;
    setLocalAccessPolicy(allows: (path: string) => boolean): void;
    createPdf(definition: Definition): { getBuffer(): Promise<Uint8Array> };
  };
  export default pdfmake;
}
