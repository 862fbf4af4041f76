/** The two tables of the register, each with its columns. */
import { setup } from '../../words/setup.ts';
import { useWords } from '../../words/words.ts';
import { TableImport } from './table-import.tsx';

interface Props {
  communeId: string;
  onDone?: () => void;
}

export function HamletTable(props: Props) {
  const say = useWords(setup);
  const columns = [
    { title: 'Tên thôn', label: say('hamletName'), required: true, example: 'Thôn Trại' },
    { title: 'Số hộ', label: say('households'), required: true, example: '150' },
    { title: 'Loại', label: say('hamletKind'), example: 'thôn' },
    { title: 'Mã thôn', label: say('hamletCode') },
  ];
  const examples = [
    ['Thôn Trại', '150', 'thôn', ''],
    ['Tổ dân phố số 1', '210', 'tổ dân phố', ''],
  ];
  return <TableImport {...props} what="hamlets" columns={columns} fileName="danh-sach-thon" examples={examples} />;
}

export function ClusterTable(props: Props) {
  const say = useWords(setup);
  const columns = [
    { title: 'Mã cụm', label: say('clusterCode'), required: true, example: '01' },
    { title: 'Tên cụm', label: say('clusterName'), example: 'Nhà văn hoá thôn Trại' },
    { title: 'Thôn', label: say('hamlet'), required: true, example: 'Thôn Trại' },
    { title: 'Số hộ phục vụ', label: say('served'), required: true, example: '120' },
    { title: 'Vĩ độ', label: say('latitude') },
    { title: 'Kinh độ', label: say('longitude') },
    { title: 'Loa', label: say('horns'), example: '2x50' },
  ];
  const examples = [
    ['01', 'Nhà văn hoá thôn Trại', 'Thôn Trại', '120', '21.3512', '106.0421', '50@90; 50@270'],
    ['02', 'Cổng chào', 'Thôn Trại', 'Thôn Trại: 30; Tổ dân phố số 1: 80', '', '', '2x50'],
  ];
  return <TableImport {...props} what="clusters" columns={columns} fileName="danh-sach-cum-loa" examples={examples} />;
}
