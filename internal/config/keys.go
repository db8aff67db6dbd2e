package config

import "strings"

// Key is one setting. Its name stands as it is in the file, as LW_NAME in the environment, and as --name (with dashes) among
// the flags of the commands that use it.
type Key struct {
	Name    string
	Default string // "" is unset
	Usage   string // one line, for --help and the table in README
	Switch  bool   // true or false; a flag needs no value
}

// Env returns the name of the key's environment variable.
func (k Key) Env() string { return envPrefix + strings.ToUpper(k.Name) }

// Flag returns the name of the key's flag, without dashes before it.
func (k Key) Flag() string { return strings.ReplaceAll(k.Name, "_", "-") }

const envPrefix = "LW_"

// Keys returns all settings in the order in which they are documented. Sizes are bytes; times have a unit (30s, 5m, 720h).
func Keys() []Key {
	return []Key{
		{Name: "addr", Default: "127.0.0.1:8080", Usage: "address to listen on, host:port 监听地址"},
		{Name: "data", Default: "data", Usage: "data directory 数据目录"},
		{Name: "dsn", Usage: "postgres://… for PostgreSQL; empty: SQLite in the data directory 数据库"},
		{Name: "demo", Default: "false", Switch: true, Usage: "serve the synthetic demo zone 示意数据"},
		{Name: "demo_now", Usage: "end of the demo and its fixed clock, RFC 3339 示意时钟"},
		{Name: "tls_cert", Usage: "certificate chain (PEM), reloaded on change 证书"},
		{Name: "tls_key", Usage: "private key of the certificate (PEM) 私钥"},
		{Name: "public_url", Usage: "https://host[:port] as people type it, behind a proxy 对外地址"},
		{Name: "trusted_proxy", Usage: "networks (CIDR, comma between) whose forwarded address is believed 可信代理"},
		{Name: "metrics_addr", Usage: "own listener for /metrics, host:port 指标监听地址"},
		{Name: "metrics_token", Usage: "bearer token for /metrics on the main listener, 16 characters or more 指标令牌"},
		{Name: "log_level", Default: "info", Usage: "debug, info, warn or error 日志级别"},
		{Name: "access_log", Default: "true", Switch: true, Usage: "one line a request 访问日志"},
		{Name: "body_limit", Default: "1048576", Usage: "largest request body, bytes 请求体上限"},
		{Name: "photo_limit", Default: "12582912", Usage: "largest photo, bytes 照片上限"},
		{Name: "photo_quota", Default: "53687091200", Usage: "bytes that the photos of one organisation may take 每个单位的照片总量"},
		{Name: "import_limit", Default: "33554432", Usage: "largest file of an import by page, bytes 导入文件上限"},
		{Name: "reserve", Default: "1073741824", Usage: "bytes that photos and exports leave free on the disk for records 磁盘预留"},
		{Name: "session_ttl", Default: "720h", Usage: "how long a sign-in lasts without use 登录有效期"},
		{Name: "backup_dir", Usage: "folder for backups that the server makes by itself; empty: none 自动备份目录"},
		{Name: "backup_every", Default: "24h", Usage: "how often the server makes one 备份间隔"},
		{Name: "backup_keep", Default: "7", Usage: "backups that stay in the folder 保留份数"},
		{Name: "backup_keys", Usage: "folder elsewhere for copies of the keys of persons, made with each backup 密钥备份目录"},
		{Name: "backup_encrypt_to", Usage: "age recipient (age1…) whom backups are encrypted to 备份加密给"},
		{Name: "read_timeout", Default: "2m", Usage: "longest reading of one request 读超时"},
		{Name: "write_timeout", Default: "5m", Usage: "longest handling and answering of one request 写超时"},
		{Name: "idle_timeout", Default: "2m", Usage: "longest silence of a kept connection 空闲超时"},
		{Name: "drain_delay", Default: "200ms", Usage: "between /readyz saying 503 and closing the door, at a stop 停机前等待"},
		{Name: "drain_timeout", Default: "8s", Usage: "longest wait for requests in hand at a stop, with the delay at most 10s 停机宽限"},
	}
}
