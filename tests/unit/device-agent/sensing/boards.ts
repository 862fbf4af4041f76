/** What the kernel shows of boards, as files below a folder: only what a sensor looks at, word for word. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export type Tree = Record<string, string>;

/** Files by their path; a path that ends with `/` is an empty folder. */
export function plant(root: string, tree: Tree): void {
  for (const [path, text] of Object.entries(tree)) {
    const whole = join(root, path);
    mkdirSync(path.endsWith('/') ? whole : dirname(whole), { recursive: true });
    if (!path.endsWith('/')) writeFileSync(whole, text);
  }
}

export const uproot = (root: string): void => rmSync(root, { recursive: true, force: true });

const MEMINFO = `MemTotal:         948304 kB
MemFree:           61352 kB
MemAvailable:     612044 kB
Buffers:           38160 kB
Cached:           512340 kB
SwapCached:            0 kB
HugePages_Total:       0
`;

/** A Raspberry Pi 3 with Wi-Fi, a 4G modem in raw-IP mode and a tunnel; wired for nothing else. */
export const RASPBERRY: Tree = {
  'proc/loadavg': '0.52 0.58 0.59 1/167 12345\n',
  'proc/uptime': '350735.47 1234567.89\n',
  'proc/meminfo': MEMINFO,
  'sys/class/thermal/cooling_device0/type': 'cpufreq-cpu0\n',
  'sys/class/thermal/thermal_zone0/type': 'cpu-thermal\n',
  'sys/class/thermal/thermal_zone0/temp': '54768\n',
  'sys/class/power_supply/': '',
  'proc/net/wireless': `Inter-| sta-|   Quality        |   Discarded packets               | Missed | WE
 face | tus | link level noise |  nwid  crypt   frag  retry   misc | beacon | 22
 wlan0: 0000   54.  -56.  -256        0      0      0      0     23        0
`,
  'sys/class/net/lo/type': '772\n',
  'sys/class/net/lo/uevent': 'INTERFACE=lo\nIFINDEX=1\n',
  'sys/class/net/lo/statistics/rx_bytes': '7\n',
  'sys/class/net/lo/statistics/tx_bytes': '7\n',
  'sys/class/net/eth0/type': '1\n',
  'sys/class/net/eth0/uevent': 'INTERFACE=eth0\nIFINDEX=2\n',
  'sys/class/net/eth0/device/': '',
  'sys/class/net/eth0/statistics/rx_bytes': '18446744073\n',
  'sys/class/net/eth0/statistics/tx_bytes': '2345678\n',
  'sys/class/net/wlan0/type': '1\n',
  'sys/class/net/wlan0/uevent': 'DEVTYPE=wlan\nINTERFACE=wlan0\nIFINDEX=3\n',
  'sys/class/net/wlan0/device/': '',
  'sys/class/net/wlan0/phy80211/': '',
  'sys/class/net/wlan0/statistics/rx_bytes': '1000\n',
  'sys/class/net/wlan0/statistics/tx_bytes': '2000\n',
  'sys/class/net/wwan0/type': '65534\n',
  'sys/class/net/wwan0/uevent': 'DEVTYPE=wwan\nINTERFACE=wwan0\nIFINDEX=4\n',
  'sys/class/net/wwan0/device/': '',
  'sys/class/net/wwan0/statistics/rx_bytes': '52428800\n',
  'sys/class/net/wwan0/statistics/tx_bytes': '10485760\n',
  'sys/class/net/ppp0/type': '512\n',
  'sys/class/net/ppp0/uevent': 'DEVTYPE=ppp\nINTERFACE=ppp0\nIFINDEX=5\n',
  'sys/class/net/wg0/type': '65534\n',
  'sys/class/net/wg0/uevent': 'DEVTYPE=wireguard\nINTERFACE=wg0\nIFINDEX=6\n',
  'sys/class/net/br0/type': '1\n',
  'sys/class/net/br0/uevent': 'DEVTYPE=bridge\nINTERFACE=br0\nIFINDEX=7\n',
};

const SUPPLIES = 'sys/class/power_supply';

/** An A20 board with its AXP209: charger, USB socket, lithium cell. Several thermal zones, one of which is no processor's. */
export const OLIMEX: Tree = {
  'proc/loadavg': '1.90 1.20 0.80 2/99 777\n',
  'proc/uptime': '61.02 80.11\n',
  'proc/meminfo': MEMINFO,
  'sys/class/thermal/thermal_zone0/type': 'axp20x-battery\n',
  'sys/class/thermal/thermal_zone0/temp': '91000\n',
  'sys/class/thermal/thermal_zone1/type': 'cpu0-thermal\n',
  'sys/class/thermal/thermal_zone1/temp': '48100\n',
  'sys/class/thermal/thermal_zone2/type': 'cpu1-thermal\n',
  'sys/class/thermal/thermal_zone2/temp': '49200\n',
  [`${SUPPLIES}/axp20x-ac/type`]: 'Mains\n',
  [`${SUPPLIES}/axp20x-ac/uevent`]: 'POWER_SUPPLY_NAME=axp20x-ac\nPOWER_SUPPLY_PRESENT=1\nPOWER_SUPPLY_ONLINE=1\n',
  [`${SUPPLIES}/axp20x-usb/type`]: 'USB\n',
  [`${SUPPLIES}/axp20x-usb/uevent`]: 'POWER_SUPPLY_NAME=axp20x-usb\nPOWER_SUPPLY_PRESENT=0\nPOWER_SUPPLY_ONLINE=0\n',
  [`${SUPPLIES}/axp20x-battery/type`]: 'Battery\n',
  [`${SUPPLIES}/axp20x-battery/uevent`]:
    'POWER_SUPPLY_NAME=axp20x-battery\nPOWER_SUPPLY_PRESENT=1\nPOWER_SUPPLY_STATUS=Full\nPOWER_SUPPLY_VOLTAGE_NOW=4113000\nPOWER_SUPPLY_CAPACITY=97\n',
  [`${SUPPLIES}/hid-mouse-battery/type`]: 'Battery\n',
  [`${SUPPLIES}/hid-mouse-battery/uevent`]:
    'POWER_SUPPLY_SCOPE=Device\nPOWER_SUPPLY_PRESENT=1\nPOWER_SUPPLY_STATUS=Discharging\nPOWER_SUPPLY_CAPACITY=3\n',
};

/** The same, its mains gone. */
export const OLIMEX_ON_BATTERY: Tree = {
  ...OLIMEX,
  [`${SUPPLIES}/axp20x-ac/uevent`]: 'POWER_SUPPLY_NAME=axp20x-ac\nPOWER_SUPPLY_PRESENT=0\nPOWER_SUPPLY_ONLINE=0\n',
  [`${SUPPLIES}/axp20x-battery/uevent`]:
    'POWER_SUPPLY_NAME=axp20x-battery\nPOWER_SUPPLY_PRESENT=1\nPOWER_SUPPLY_STATUS=Discharging\nPOWER_SUPPLY_VOLTAGE_NOW=3702000\nPOWER_SUPPLY_CAPACITY=41\n',
};

/** Of ModemManager 1.20, `mmcli -m any --signal-get -K`. */
export const MMCLI_LTE = `modem.signal.refresh.rate       : 30
modem.signal.threshold.rssi     : 0
modem.signal.threshold.error-rate : no
modem.signal.cdma1x.rssi        : --
modem.signal.gsm.rssi           : --
modem.signal.umts.rscp          : --
modem.signal.lte.rssi           : -71.00
modem.signal.lte.rsrq           : -11.00
modem.signal.lte.rsrp           : -103.00
modem.signal.lte.snr            : 7.60
modem.signal.5g.rsrp            : --
`;
