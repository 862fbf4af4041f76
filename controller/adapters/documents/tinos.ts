/** The face of printed documents: the widths of Times New Roman, and all Vietnamese letters. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import pdfmake from 'pdfmake';

const require = createRequire(import.meta.url);

const fontFile = (folder: string): string => {
  const root = dirname(require.resolve('@expo-google-fonts/tinos/package.json'));
  return join(root, folder, `Tinos_${folder}.ttf`);
};

/** To be called before a document is made. */
export function tinos(): void {
  pdfmake.setFonts({
    Tinos: {
      normal: fontFile('400Regular'),
      bold: fontFile('700Bold'),
      italics: fontFile('400Regular_Italic'),
      bolditalics: fontFile('700Bold_Italic'),
    },
  });
  // documents name nothing but those fonts, and nothing of the network
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy((path) => path.endsWith('.ttf'));
}
