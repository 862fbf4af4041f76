/** Words of the map. */
import { words } from './words.ts';

export const map = words('map', {
  vi: {
    title: 'Bản đồ',
    zoomIn: 'Phóng to',
    zoomOut: 'Thu nhỏ',
    gestureDesk: 'Giữ Ctrl và lăn chuột để phóng to bản đồ',
    gesturePhone: 'Dùng hai ngón tay để di chuyển bản đồ',
    emptyTitle: 'Chưa có bản đồ của xã',
    empty: 'Bản đồ hiện khi có ranh giới thôn (tệp GeoJSON) hoặc toạ độ của cụm loa.',
    toSettings: 'Thêm bản đồ',
    noDrawing: 'Máy này không vẽ được bản đồ. Danh sách bên cạnh dùng được như bản đồ.',
    listOfHamlets: 'Danh sách thôn',
    listOfClusters: 'Danh sách cụm loa',
    manyClusters: 'Có {number} cụm loa trong khung. Phóng to để thấy từng cụm.',
    noOutline: 'chưa có ranh giới',
  },
  en: {
    title: 'Map',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    gestureDesk: 'Hold Ctrl and scroll to zoom the map',
    gesturePhone: 'Move the map with two fingers',
    emptyTitle: 'There is no map of the commune yet',
    empty: 'It is shown once hamlets have outlines (a GeoJSON file) or clusters have coordinates.',
    toSettings: 'Add a map',
    noDrawing: 'This computer cannot draw the map. The list beside it does the same.',
    listOfHamlets: 'List of hamlets',
    listOfClusters: 'List of clusters',
    manyClusters: '{number} clusters are in view. Zoom in to see each.',
    noOutline: 'no outline yet',
  },
});
