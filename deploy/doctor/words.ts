/** What a controller's doctor says. */
import { fail, ok, unknown, warn } from '@loa-lang/schemas/doctor/say';
import type { Words } from '@loa-lang/schemas/errors/codes';

const FROM_OUTSIDE: Words = {
  vi: 'thử từ một điện thoại dùng 4G (tắt Wi-Fi): tường lửa và nhà mạng không nhìn thấy được từ trong mạng này',
  en: 'try from a telephone on 4G (Wi-Fi off): firewalls and the carrier cannot be seen from inside this network',
};

/** The same for each door; `who` comes by it, `variable` names it, `forward` is what a router must let through. */
const door = (who: Words, variable: string) =>
  ({
    answers: ok(
      `{host}:{port} ({addresses}) trả lời, đúng chứng thư. Để chắc hẳn: ${FROM_OUTSIDE.vi}`,
      `{host}:{port} ({addresses}) answers with the right certificate. To be sure: ${FROM_OUTSIDE.en}`,
    ),
    'no-name': fail(
      { vi: 'không tìm ra tên {host} ({detail})', en: 'the name {host} is not found ({detail})' },
      {
        vi: `Tạo bản ghi DNS cho {host} trỏ tới địa chỉ công khai của máy, hoặc sửa ${variable}.`,
        en: `Make a DNS record of {host} with this machine’s public address, or mend ${variable}.`,
      },
    ),
    loopback: fail(
      {
        vi: `{host} dẫn về chính máy này ({addresses}): ${who.vi} ở nơi khác không tới được`,
        en: `{host} leads back to the machine that asks ({addresses}): ${who.en} elsewhere cannot come`,
      },
      {
        vi: `Đặt ${variable} là tên hay địa chỉ mà bên ngoài tới được. Chỉ chạy thử trên máy này thì bỏ qua.`,
        en: `Set ${variable} to what is reached from elsewhere. For a trial on this machine leave it.`,
      },
    ),
    private: warn(
      {
        vi: `{host} là địa chỉ trong mạng nội bộ ({addresses}): chỉ ${who.vi} cùng mạng hoặc qua VPN tới được`,
        en: `{host} is an address of a private network ({addresses}): only ${who.en} of the same network or VPN can come`,
      },
      {
        vi: `Cụm loa dùng SIM thì cần địa chỉ công khai: thuê máy chủ, xin IP công khai và mở cổng {port} trên modem, hoặc dùng đường hầm (VPN).`,
        en: `Loudspeakers with a SIM need a public address: rent a server, get a public IP and forward port {port} in the router, or use a tunnel (VPN).`,
      },
    ),
    carrier: fail(
      {
        vi: '{host} là địa chỉ sau NAT của nhà mạng ({addresses}, CGNAT): từ ngoài không vào được',
        en: '{host} lies behind the carrier’s own translation ({addresses}, CGNAT): nothing comes in',
      },
      {
        vi: 'Xin nhà mạng IP công khai (IP tĩnh), hoặc dùng máy chủ thuê hay đường hầm.',
        en: 'Ask the provider for a public IP (a static one), or use a rented server or a tunnel.',
      },
    ),
    silent: fail(
      {
        vi: '{host}:{port} ({addresses}) không trả lời ({outcome})',
        en: '{host}:{port} ({addresses}) does not answer ({outcome})',
      },
      {
        vi: 'Mở cổng {port} trong tường lửa (ufw allow {port}/tcp) và kiểm tra chương trình nghe ở địa chỉ này (DEVICE_HOST, HTTP_HOST).',
        en: 'Open port {port} in the firewall (ufw allow {port}/tcp), and see that the program listens at this address (DEVICE_HOST, HTTP_HOST).',
      },
    ),
    hairpin: unknown(
      {
        vi: '{host}:{port} ({addresses}) không trả lời từ trong mạng ({outcome}): nhiều modem không cho vòng lại địa chỉ của chính mình, nên chưa biết từ ngoài có tới được không',
        en: '{host}:{port} ({addresses}) does not answer from inside ({outcome}): many routers do not lead back to their own address, so whether it can be reached from outside is not known',
      },
      {
        vi: `Trên modem: chuyển tiếp cổng {port}/tcp về máy này. Rồi ${FROM_OUTSIDE.vi}.`,
        en: `In the router forward port {port}/tcp to this machine. Then ${FROM_OUTSIDE.en}.`,
      },
    ),
    'no-tls': fail(
      { vi: '{host}:{port} không nói TLS ({detail})', en: '{host}:{port} does not speak TLS ({detail})' },
      {
        vi: 'Cổng dẫn tới chương trình khác, hoặc có proxy kết thúc TLS ở giữa. Với cổng của thiết bị: cho đi thẳng.',
        en: 'The port leads to another program, or a proxy ends the TLS. Let devices’ ports pass as they are.',
      },
    ),
    'certificate-name': fail(
      {
        vi: '{host}:{port} đưa chứng thư của tên khác: {subject}',
        en: '{host}:{port} shows a certificate of another name: {subject}',
      },
      {
        vi: `Đặt ${variable} đúng tên, hoặc cấp lại chứng thư có tên {host}.`,
        en: `Set ${variable} to the right name, or get a certificate for {host}.`,
      },
    ),
    'certificate-expired': fail(
      {
        vi: 'chứng thư của {host}:{port} đã hết hạn ngày {until}',
        en: 'the certificate of {host}:{port} expired on {until}',
      },
      {
        vi: 'Gia hạn ngay (certbot renew, hoặc nơi cấp), rồi nạp lại máy chủ.',
        en: 'Renew it now (certbot renew, or whoever issued it), then reload the server.',
      },
    ),
    'certificate-early': fail(
      { vi: 'chứng thư của {host}:{port} chưa có hiệu lực', en: 'the certificate of {host}:{port} does not count yet' },
      {
        vi: 'Kiểm tra giờ của máy này và của máy cấp chứng thư.',
        en: 'Check the clock of this machine, and of the one that issued it.',
      },
    ),
    'certificate-authority': fail(
      {
        vi: '{host}:{port} đưa chứng thư lạ: {subject}, do {issuer} cấp',
        en: '{host}:{port} shows a certificate nobody here trusts: {subject}, by {issuer}',
      },
      {
        vi: 'Địa chỉ dẫn tới máy khác (máy cũ, modem, proxy) hoặc chứng thư tự ký. Kiểm tra DNS và chuyển tiếp cổng; chứng thư cho người dùng phải do nơi cấp được tin cậy.',
        en: 'The address leads to another machine (an old one, the router, a proxy), or it is self-signed. Check DNS and port forwarding; people’s browsers need a trusted certificate.',
      },
    ),
    expires: warn(
      {
        vi: 'chứng thư của {host}:{port} sắp hết hạn, ngày {until}',
        en: 'the certificate of {host}:{port} expires soon, on {until}',
      },
      {
        vi: 'Gia hạn, và xem việc tự gia hạn có chạy không (systemctl list-timers).',
        en: 'Renew it, and see whether the automatic renewal runs (systemctl list-timers).',
      },
    ),
  }) as const;

export const CONTROLLER_WORDS = {
  configuration: {
    what: { vi: 'Cấu hình', en: 'Configuration' },
    says: {
      fine: ok('không lỗi', 'without faults'),
      fault: fail(
        { vi: '{fault}', en: '{fault}' },
        {
          vi: 'Sửa biến môi trường (deploy/configuration.md). Dịch vụ systemd: chạy doctor với --env /etc/loa-lang/controller.env.',
          en: 'Mend the variable (deploy/configuration.md). With systemd run doctor with --env /etc/loa-lang/controller.env.',
        },
      ),
    },
  },
  controller: {
    what: { vi: 'Chương trình máy chủ', en: 'Controller' },
    says: {
      fine: ok('đang chạy (tiến trình {pid}) {url}', 'is running (process {pid}) {url}'),
      stopped: fail(
        { vi: 'không chạy', en: 'is not running' },
        {
          vi: 'Khởi động: systemctl start loa-lang-controller (hoặc npm start). Nếu tự dừng: journalctl -u loa-lang-controller -n 50 và các dòng dưới đây.',
          en: 'Start it: systemctl start loa-lang-controller (or npm start). If it ends: journalctl -u loa-lang-controller -n 50, and the lines below.',
        },
      ),
      elsewhere: unknown(
        { vi: 'thư mục dữ liệu đang do một container khác giữ', en: 'the data folder is held in another container' },
        { vi: 'Chạy doctor trong container đó.', en: 'Run doctor in that container.' },
      ),
      degraded: warn(
        { vi: 'đang chạy nhưng có phần không ổn: {probes}', en: 'runs, and is not well: {probes}' },
        { vi: 'Xem các dòng dưới đây.', en: 'See the lines below.' },
      ),
      down: fail(
        { vi: 'đang chạy nhưng không lưu được gì: {probes}', en: 'runs and can store nothing: {probes}' },
        {
          vi: 'Xem các dòng cơ sở dữ liệu và thư mục dữ liệu. Lịch đã gửi vẫn phát.',
          en: 'See the lines on database and data folder. What was sent still plays.',
        },
      ),
      mute: fail(
        {
          vi: 'tiến trình {pid} còn đó nhưng {url} không trả lời ({detail})',
          en: 'process {pid} is there, and {url} does not answer ({detail})',
        },
        {
          vi: 'Đợi nếu vừa khởi động; nếu không: khởi động lại dịch vụ.',
          en: 'Wait if it has just started; otherwise restart the service.',
        },
      ),
      'few-files': warn(
        { vi: 'chỉ được mở {limit} tệp và kết nối', en: 'may open {limit} files and connections only' },
        {
          vi: 'Đặt LimitNOFILE=65536 trong dịch vụ systemd (hoặc ulimit -n 65536): cần ít nhất {least}.',
          en: 'Set LimitNOFILE=65536 in the systemd unit (or ulimit -n 65536): at least {least} are needed.',
        },
      ),
    },
  },
  keys: {
    what: { vi: 'Khoá của hệ thống', en: 'Keys' },
    says: {
      fine: ok('mở được', 'open'),
      'none-yet': ok('chưa có, sẽ tạo khi khởi động lần đầu', 'none yet; the first start makes them'),
      'own-file': warn(
        {
          vi: 'mở được, nhưng tệp mở khoá nằm ngay cạnh dữ liệu',
          en: 'open, and what opens them lies beside the data',
        },
        {
          vi: 'Ai lấy được đĩa hay bản sao lưu là có khoá: đặt KEY_PASSPHRASE hoặc KEY_FILE (deploy/keys.md, npm run keys -- lock).',
          en: 'Whoever has the disk or a backup has the keys: set KEY_PASSPHRASE or KEY_FILE (deploy/keys.md, npm run keys -- lock).',
        },
      ),
      'no-lock': fail(
        { vi: 'thiếu {path}, không mở được khoá nữa', en: '{path} is missing: the keys open no more' },
        {
          vi: 'Chép lại từ bản sao lưu (npm run restore). Đừng khởi động trước khi có nó.',
          en: 'Bring it back from a backup (npm run restore). Do not start before that.',
        },
      ),
      locked: fail(
        { vi: 'không mở được: {detail}', en: 'do not open: {detail}' },
        {
          vi: 'Đặt đúng KEY_PASSPHRASE hoặc KEY_FILE như khi khoá (deploy/keys.md).',
          en: 'Set the KEY_PASSPHRASE or KEY_FILE with which they were locked (deploy/keys.md).',
        },
      ),
    },
  },
  authority: {
    what: { vi: 'Nơi cấp chứng thư của hệ thống', en: 'Certificate authority' },
    says: {
      expired: fail(
        { vi: 'hết hạn ngày {until}, hoặc giờ của máy sai', en: 'expired on {until}, or the clock is wrong' },
        {
          vi: 'Kiểm tra giờ; rồi npm run authority -- renew.',
          en: 'Check the clock; then npm run authority -- renew.',
        },
      ),
      damaged: fail(
        { vi: 'tệp hỏng: {detail}', en: 'its file is damaged: {detail}' },
        { vi: 'Chép lại keys/authority.json từ bản sao lưu.', en: 'Bring keys/authority.json back from a backup.' },
      ),
    },
  },
  database: {
    what: { vi: 'Cơ sở dữ liệu', en: 'Database' },
    says: {
      fine: ok('PostgreSQL {version} ({host})', 'PostgreSQL {version} ({host})'),
      'at-rest': unknown(
        {
          vi: 'PostgreSQL đi kèm (bản {version}) chỉ chạy cùng máy chủ, chưa xem được',
          en: 'the embedded PostgreSQL ({version}) runs with the controller only and was not looked at',
        },
        { vi: 'Chạy lại doctor khi máy chủ đang chạy.', en: 'Run doctor again while the controller runs.' },
      ),
      'none-yet': ok('chưa có, sẽ tạo khi khởi động lần đầu', 'none yet; the first start makes it'),
      'other-files': fail(
        {
          vi: 'dữ liệu là của PostgreSQL {version}, chương trình mang theo bản {tried}',
          en: 'its files are of PostgreSQL {version}; this program brings {tried}',
        },
        {
          vi: 'Sao lưu bằng bản chương trình cũ (npm run backup), rồi khôi phục bằng bản này (npm run restore).',
          en: 'Back up with the former version of this program (npm run backup), and restore with this one (npm run restore).',
        },
      ),
      unreachable: fail(
        { vi: 'không kết nối được {host}: {detail}', en: '{host} cannot be reached: {detail}' },
        {
          vi: 'Kiểm tra PostgreSQL có chạy không (systemctl status postgresql), DATABASE_URL, mật khẩu, tường lửa.',
          en: 'See whether PostgreSQL runs (systemctl status postgresql), and check DATABASE_URL, password, firewall.',
        },
      ),
      old: fail(
        { vi: 'PostgreSQL {version} quá cũ', en: 'PostgreSQL {version} is too old' },
        {
          vi: 'Nâng cấp lên bản {least} trở lên (đã thử với {tried}).',
          en: 'Upgrade it to {least} or later ({tried} is what was tried).',
        },
      ),
      slow: warn(
        { vi: 'chậm: một câu hỏi nhỏ mất {tookMs} ms', en: 'is slow: a small question took {tookMs} ms' },
        {
          vi: 'Xem tải và đĩa của máy cơ sở dữ liệu, và đường mạng tới đó.',
          en: 'Look at load and disk of its machine, and at the network between.',
        },
      ),
    },
  },
  migrations: {
    what: { vi: 'Cấu trúc cơ sở dữ liệu', en: 'Database schema' },
    says: {
      'none-yet': ok('trống, sẽ tạo khi khởi động', 'empty; the start makes it'),
      'to-do': ok('sẽ được nâng cấp khi khởi động: {names}', 'will be brought up to date by the start: {names}'),
      missing: fail(
        {
          vi: 'máy chủ đang chạy trên cấu trúc cũ, thiếu: {names}',
          en: 'the controller runs on an old schema, which lacks: {names}',
        },
        {
          vi: 'Khởi động lại máy chủ để tự nâng cấp. Nếu vừa khôi phục bản sao lưu trong lúc chạy: dừng, khôi phục, rồi khởi động.',
          en: 'Restart the controller, which upgrades it. Whoever restores a backup stops the controller first.',
        },
      ),
      broken: fail(
        { vi: 'một lần nâng cấp dở dang: {names}', en: 'an upgrade ended half-way: {names}' },
        {
          vi: 'Dừng máy chủ và khôi phục bản sao lưu trước khi nâng cấp.',
          en: 'Stop the controller and restore the backup from before the upgrade.',
        },
      ),
      newer: fail(
        {
          vi: 'do bản chương trình mới hơn tạo ra: {names}',
          en: 'was made by a newer version of this program: {names}',
        },
        {
          vi: 'Chạy đúng bản mới đó, hoặc khôi phục bản sao lưu trước khi nâng cấp.',
          en: 'Run that version, or restore the backup from before the upgrade.',
        },
      ),
    },
  },
  epoch: {
    what: { vi: 'Kỷ nguyên lịch', en: 'Epoch' },
    says: {
      ahead: warn(
        {
          vi: 'thiết bị đã biết kỷ nguyên {kept}, cơ sở dữ liệu mới ở {epoch}: đây là bản cũ',
          en: 'devices know epoch {kept}, the database is at {epoch}: it is an older copy',
        },
        {
          vi: 'Khởi động máy chủ: nó tự mở kỷ nguyên mới và phát hành lại lịch. Kiểm tra có đúng cơ sở dữ liệu cần dùng không.',
          en: 'The start opens a new one and issues all plans anew. See that it is the right database.',
        },
      ),
      damaged: fail(
        { vi: 'tệp highest-epoch.json hỏng: {detail}', en: 'highest-epoch.json is damaged: {detail}' },
        {
          vi: 'Ghi lại như câu trên nói, số không nhỏ hơn số các thiết bị đang giữ (device-agent status).',
          en: 'Write it as the sentence says, with a number not below what devices hold (device-agent status).',
        },
      ),
    },
  },
  broker: {
    what: { vi: 'Máy chủ tin nhắn', en: 'Broker' },
    says: {
      fine: ok('{host}:{port} kết nối và đăng nhập được', '{host}:{port} answers and lets this controller in'),
      unreachable: fail(
        { vi: 'không kết nối được {host}:{port} ({outcome})', en: '{host}:{port} cannot be reached ({outcome})' },
        {
          vi: 'Kiểm tra Mosquitto hoặc EMQX có chạy không (systemctl status mosquitto), MQTT_URL, tường lửa.',
          en: 'See whether Mosquitto or EMQX runs (systemctl status mosquitto), and check MQTT_URL and firewalls.',
        },
      ),
      certificate: fail(
        {
          vi: 'chứng thư của {host}:{port} sai ({why}): {subject}, đến {until}',
          en: 'the certificate of {host}:{port} is wrong ({why}): {subject}, until {until}',
        },
        {
          vi: 'Với BROKER_FOLDER: khởi động lại máy chủ rồi nạp lại Mosquitto (SIGHUP). Nếu không: cấp chứng thư đúng tên trong MQTT_URL.',
          en: 'With BROKER_FOLDER: restart the controller, then reload Mosquitto (SIGHUP). Otherwise get a certificate for the name in MQTT_URL.',
        },
      ),
      'turned-away': fail(
        {
          vi: '{host}:{port} không nhận chứng thư của máy chủ này ({detail})',
          en: '{host}:{port} does not take this controller’s certificate ({detail})',
        },
        {
          vi: 'Mosquitto phải đọc authorities.pem mới nhất trong BROKER_FOLDER: nạp lại nó.',
          en: 'Mosquitto must read the newest authorities.pem of BROKER_FOLDER: reload it.',
        },
      ),
      refuses: fail(
        { vi: '{host}:{port} không cho đăng nhập: {detail}', en: '{host}:{port} refuses the login: {detail}' },
        {
          vi: 'Kiểm tra MQTT_USERNAME, MQTT_PASSWORD và luật truy cập của máy chủ tin nhắn.',
          en: 'Check MQTT_USERNAME, MQTT_PASSWORD and the broker’s access rules.',
        },
      ),
      expires: warn(
        {
          vi: 'chứng thư của {host}:{port} hết hạn ngày {until}',
          en: 'the certificate of {host}:{port} expires on {until}',
        },
        {
          vi: 'Gia hạn trước ngày đó, nếu không mọi thiết bị mất kết nối.',
          en: 'Renew it before that day, or all devices lose their connection.',
        },
      ),
    },
  },
  encryption: {
    what: { vi: 'Mã hoá đường truyền', en: 'Encryption' },
    says: {
      plain: warn(
        { vi: '{variable} đi qua mạng không mã hoá', en: '{variable} crosses the network in the clear' },
        {
          vi: 'Dùng mqtts://, rediss://, sslmode=verify-full: ai ở giữa cũng đọc và sửa được.',
          en: 'Use mqtts://, rediss://, sslmode=verify-full: whoever is between reads and changes it.',
        },
      ),
    },
  },
  redis: {
    what: { vi: 'Redis', en: 'Redis' },
    says: {
      fine: ok('{host}, bản {version}', '{host}, version {version}'),
      unreachable: fail(
        { vi: 'không kết nối được {host}: {detail}', en: '{host} cannot be reached: {detail}' },
        {
          vi: 'Kiểm tra Redis có chạy không, REDIS_URL, mật khẩu. Xã nhỏ không cần Redis: bỏ REDIS_URL.',
          en: 'See whether Redis runs, and check REDIS_URL and password. A commune needs none: remove REDIS_URL.',
        },
      ),
      old: fail(
        { vi: 'bản {version} quá cũ', en: 'version {version} is too old' },
        { vi: 'Nâng cấp lên {least} trở lên.', en: 'Upgrade it to {least} or later.' },
      ),
      evicts: fail(
        {
          vi: 'sẽ xoá bớt việc khi đầy (maxmemory-policy {policy})',
          en: 'drops jobs when it is full (maxmemory-policy {policy})',
        },
        {
          vi: 'Đặt maxmemory-policy noeviction trong redis.conf.',
          en: 'Set maxmemory-policy noeviction in redis.conf.',
        },
      ),
      forgets: warn(
        {
          vi: 'không ghi xuống đĩa liên tục: khởi động lại là mất việc đang chờ',
          en: 'does not append to disk: a restart loses jobs that wait',
        },
        {
          vi: 'Đặt appendonly yes. Lịch không mất vì nằm trong cơ sở dữ liệu, chỉ bị chậm.',
          en: 'Set appendonly yes. No plan is lost, since they are in the database, but they come late.',
        },
      ),
    },
  },
  ports: {
    what: { vi: 'Cổng mạng', en: 'Ports' },
    says: {
      own: ok('đang nghe: {ports}', 'listens on {ports}'),
      free: ok('còn trống: {ports}', '{ports} are free'),
      taken: fail(
        {
          vi: '{variable}: cổng {port} đang bị {program} (tiến trình {pid}) giữ',
          en: '{variable}: port {port} is taken by {program} (process {pid})',
        },
        { vi: 'Tắt chương trình đó hoặc đổi {variable}.', en: 'Stop that program, or change {variable}.' },
      ),
      'taken-unknown': fail(
        {
          vi: '{variable}: cổng {port} đang bị chương trình của tài khoản khác giữ',
          en: '{variable}: port {port} is taken by a program of another account',
        },
        {
          vi: 'Xem bằng sudo ss -ltnp; tắt chương trình đó hoặc đổi {variable}.',
          en: 'See sudo ss -ltnp; stop that program, or change {variable}.',
        },
      ),
      'not-open': fail(
        {
          vi: '{variable}: máy chủ đang chạy nhưng không nghe ở cổng {port}',
          en: '{variable}: the controller runs and does not listen on {port}',
        },
        {
          vi: 'Có thể nó chạy với cấu hình khác: so biến môi trường của dịch vụ, rồi khởi động lại.',
          en: 'It may run with another configuration: compare the service’s environment, then restart it.',
        },
      ),
      low: fail(
        {
          vi: '{variable}: cổng {port} dưới 1024, tài khoản này không được nghe',
          en: '{variable}: port {port} is below 1024 and not for this account',
        },
        {
          vi: 'Dùng cổng từ 1024 trở lên, hoặc AmbientCapabilities=CAP_NET_BIND_SERVICE trong dịch vụ.',
          en: 'Use a port from 1024 on, or AmbientCapabilities=CAP_NET_BIND_SERVICE in the unit.',
        },
      ),
    },
  },
  'reach-devices': {
    what: { vi: 'Đường vào của thiết bị', en: 'Way in for devices' },
    says: {
      ...door({ vi: 'cụm loa', en: 'loudspeakers' }, 'DEVICE_NAME'),
      nobody: warn(
        {
          vi: 'chưa mở cho thiết bị ở nơi khác (DEVICE_NAME chưa đặt)',
          en: 'closed for devices elsewhere (DEVICE_NAME is not set)',
        },
        {
          vi: 'Đặt DEVICE_NAME là tên hay địa chỉ mà cụm loa tới được. Chỉ chạy thử thì bỏ qua.',
          en: 'Set DEVICE_NAME to the name or address that loudspeakers reach. For a trial leave it.',
        },
      ),
    },
  },
  'reach-enrolment': {
    what: { vi: 'Đường ghi danh thiết bị mới', en: 'Way in for new devices' },
    says: door({ vi: 'thiết bị mới', en: 'new devices' }, 'DEVICE_NAME'),
  },
  'reach-people': {
    what: { vi: 'Đường vào của cán bộ', en: 'Way in for people' },
    says: {
      ...door({ vi: 'cán bộ', en: 'people' }, 'PUBLIC_URL'),
      'no-url': warn(
        { vi: 'PUBLIC_URL chưa đặt', en: 'PUBLIC_URL is not set' },
        {
          vi: 'Đặt PUBLIC_URL=https://… để đường dẫn trong tin nhắn và khoá truy cập (passkey) dùng được.',
          en: 'Set PUBLIC_URL=https://…, so that links in messages and passkeys work.',
        },
      ),
      plain: warn(
        {
          vi: '{url} không mã hoá: mật khẩu đi qua mạng ai cũng đọc được',
          en: '{url} is not encrypted: passwords cross the network in the clear',
        },
        {
          vi: 'Đặt proxy có TLS phía trước (Caddy, nginx + certbot) và PUBLIC_URL=https://…',
          en: 'Put a proxy with TLS in front (Caddy, nginx + certbot) and set PUBLIC_URL=https://…',
        },
      ),
      foreign: fail(
        { vi: '{url} không phải của hệ thống này ({status})', en: '{url} is not answered by this system ({status})' },
        {
          vi: 'Kiểm tra proxy có chuyển về HTTP_PORT không, và máy chủ có đang chạy không.',
          en: 'See whether the proxy leads to HTTP_PORT, and whether the controller runs.',
        },
      ),
    },
  },
  clock: {
    what: { vi: 'Đồng hồ máy chủ', en: 'Clock' },
    says: {
      fine: ok(
        '{date} (UTC), được chỉnh tự động; múi giờ {zone}, hệ thống luôn dùng giờ Việt Nam',
        '{date} (UTC), kept in step; zone {zone}, the system always goes by Vietnam’s',
      ),
      past: fail(
        { vi: 'sai: máy nghĩ đang là {date}', en: 'is wrong: the machine believes in {date}' },
        {
          vi: 'Đặt lại giờ (timedatectl set-ntp true), thay pin CMOS.',
          en: 'Set it (timedatectl set-ntp true), and replace the CMOS battery.',
        },
      ),
      off: fail(
        { vi: 'lệch {offMs} ms so với máy cơ sở dữ liệu', en: 'is {offMs} ms off that of the database' },
        {
          vi: 'Cho cả hai máy chỉnh giờ tự động (chrony hoặc systemd-timesyncd). Hệ thống theo giờ của cơ sở dữ liệu.',
          en: 'Let both machines keep time (chrony or systemd-timesyncd). The system goes by the database’s.',
        },
      ),
      'not-kept': warn(
        { vi: 'không được chỉnh tự động', en: 'is not kept in step' },
        {
          vi: 'sudo timedatectl set-ntp true; kiểm tra máy ra được cổng 123/udp.',
          en: 'sudo timedatectl set-ntp true; see that port 123/udp gets out.',
        },
      ),
      untold: unknown(
        { vi: 'không biết có được chỉnh tự động không', en: 'whether it is kept in step is not told here' },
        {
          vi: 'Trong container: xem trên máy chủ vật lý (timedatectl).',
          en: 'In a container look at the host (timedatectl).',
        },
      ),
    },
  },
  ffmpeg: {
    what: { vi: 'ffmpeg', en: 'ffmpeg' },
    says: {
      fine: ok('{path}, đủ mới và đủ chức năng', '{path}, new enough and with all it needs'),
      shipped: warn(
        {
          vi: 'dùng bản đi kèm từ 2018 vì bản của máy: {why}',
          en: 'the one of 2018 that came along is used, since that of the system: {why}',
        },
        {
          vi: 'sudo apt-get install ffmpeg (từ 5.0): bản đi kèm chỉ để chạy thử.',
          en: 'sudo apt-get install ffmpeg (5.0 or later): the shipped one is for trying only.',
        },
      ),
      missing: fail(
        { vi: '{path} không có hoặc không chạy', en: '{path} is not there, or does not run' },
        {
          vi: 'sudo apt-get install ffmpeg, hoặc sửa FFMPEG_PATH và FFPROBE_PATH.',
          en: 'sudo apt-get install ffmpeg, or mend FFMPEG_PATH and FFPROBE_PATH.',
        },
      ),
      old: fail(
        { vi: 'bản {release} cũ hơn 5.0', en: 'version {release} is older than 5.0' },
        { vi: 'Nâng cấp ffmpeg (Debian 12 có 5.1).', en: 'Upgrade it (Debian 12 has 5.1).' },
      ),
      lacks: fail(
        { vi: 'bản {release} thiếu {lacks}', en: 'version {release} lacks {lacks}' },
        {
          vi: 'Dùng ffmpeg của Debian hoặc Ubuntu thay cho bản tự dựng.',
          en: 'Use the one of Debian or Ubuntu instead of a build of your own.',
        },
      ),
    },
  },
  speech: {
    what: { vi: 'Giọng đọc', en: 'Voices' },
    says: {
      fine: ok('giọng mặc định {voice}', 'default voice {voice}'),
      model: fail(
        { vi: 'mô hình giọng không dùng được: {detail}', en: 'the voice model cannot be used: {detail}' },
        {
          vi: 'Sửa SPEECH_MODEL_DIR hoặc chép lại mô hình. Khi đó giọng khác vẫn đọc được.',
          en: 'Mend SPEECH_MODEL_DIR, or copy the model again. Other voices still read.',
        },
      ),
      service: fail(
        {
          vi: 'dịch vụ giọng đọc {host} không tới được ({outcome})',
          en: 'the speech service {host} cannot be reached ({outcome})',
        },
        {
          vi: 'Kiểm tra mạng ra ngoài, tài khoản dịch vụ và SPEECH_HTTP_URL.',
          en: 'Check the way out, the account and SPEECH_HTTP_URL.',
        },
      ),
      'service-plain': warn(
        { vi: 'văn bản gửi tới {host} không mã hoá', en: 'texts go to {host} in the clear' },
        { vi: 'Dùng địa chỉ https://.', en: 'Use an https:// address.' },
      ),
    },
  },
  devices: {
    what: { vi: 'Cụm loa', en: 'Loudspeakers' },
    says: {
      fine: ok('{online} trên {all} đang kết nối, bản {version}', '{online} of {all} are connected, version {version}'),
      none: ok('chưa có thiết bị nào được gán', 'no device is bound yet'),
      'many-offline': fail(
        { vi: 'chỉ {online} trên {all} đang kết nối', en: 'only {online} of {all} are connected' },
        {
          vi: 'Nhiều cụm cùng mất thường do máy chủ, đường truyền hoặc mất điện khu vực: xem các dòng đường vào và máy chủ tin nhắn, hỏi điện lực.',
          en: 'When many are gone it is mostly the server, the line or the power: see the ways in and the broker, and ask the utility.',
        },
      ),
      'long-silent': warn(
        {
          vi: '{online} trên {all} đang kết nối, {away} cụm im hơn một ngày',
          en: '{online} of {all} are connected, {away} silent for more than a day',
        },
        {
          vi: 'Xem danh sách sự cố: điện, SIM, sóng. Tại chỗ: device-agent doctor.',
          en: 'See the incidents: power, SIM, signal. On the spot: device-agent doctor.',
        },
      ),
      mixed: warn(
        {
          vi: 'chạy nhiều bản khác nhau, cũ nhất {oldest}, mới nhất {newest}',
          en: 'run different versions, from {oldest} to {newest}',
        },
        { vi: 'Cập nhật các cụm còn cũ.', en: 'Update those that are behind.' },
      ),
    },
  },
  backups: {
    what: { vi: 'Sao lưu', en: 'Backups' },
    says: {
      fine: ok('bản mới nhất cách đây {days} ngày', 'the newest is {days} days old'),
      untold: unknown(
        { vi: 'không biết để ở đâu', en: 'where they are was not said' },
        {
          vi: 'npm run doctor -- --backups THƯ_MỤC; chưa có thì: npm run backup -- --out THƯ_MỤC mỗi ngày, để ở đĩa khác.',
          en: 'npm run doctor -- --backups FOLDER; where there is none: npm run backup -- --out FOLDER, daily, on another disk.',
        },
      ),
      'no-folder': fail(
        { vi: 'không có {path}', en: 'there is no {path}' },
        { vi: 'Kiểm tra ổ sao lưu đã gắn chưa.', en: 'See whether the backup disk is mounted.' },
      ),
      none: fail(
        { vi: '{path} không có bản sao lưu hoàn chỉnh nào', en: '{path} holds no finished backup' },
        { vi: 'npm run backup -- --out {path}/NGÀY', en: 'npm run backup -- --out {path}/DATE' },
      ),
      old: warn(
        { vi: 'bản mới nhất đã {days} ngày', en: 'the newest is {days} days old' },
        {
          vi: 'Xem việc sao lưu hằng ngày còn chạy không (systemctl list-timers, crontab -l).',
          en: 'See whether the daily backup still runs (systemctl list-timers, crontab -l).',
        },
      ),
      'same-disk': warn(
        { vi: '{path} nằm cùng đĩa với dữ liệu', en: '{path} lies on the disk of the data' },
        {
          vi: 'Chép sang đĩa hoặc máy khác: hỏng đĩa là mất cả hai.',
          en: 'Copy them to another disk or machine: one broken disk takes both.',
        },
      ),
    },
  },
} as const;
