---@meta crypto

---Random values, codes, encryption, tokens, signatures, keys from passwords.
---@class crypto
local crypto = { random = {}, hmac = {}, encrypt = {}, decrypt = {}, jwt = {} }

---@alias JwtAlgorithm "HS256"|"HS384"|"HS512"|"RS256"|"ES256"|"EdDSA"
---@alias SignatureAlgorithm "Ed25519"|"ES256"|"RS256"

---@param n integer 1 to 1048576
---@return string bytes
function crypto.random.bytes(n) end

---@param n integer 1 to 1048576
---@param charset? string 1 to 256 characters; default letters and digits
---@return string
function crypto.random.string(n, charset) end

---A random id, version 4.
---@return string
function crypto.random.uuid() end

---The code of `data` as hex, or as bytes.
---@param key string
---@param data string
---@param raw? boolean
---@return string
function crypto.hmac.sha256(key, data, raw) end

---@param key string
---@param data string
---@param raw? boolean
---@return string
function crypto.hmac.sha512(key, data, raw) end

---AES-GCM: nonce of 12 bytes, text, tag of 16 bytes.
---@param data string
---@param key string 16, 24 or 32 bytes
---@param aad? string protected too, not contained
---@return string? sealed
---@return Error? err
function crypto.encrypt.aes(data, key, aad) end

---ChaCha20-Poly1305.
---@param data string
---@param key string 32 bytes
---@param aad? string
---@return string? sealed
---@return Error? err
function crypto.encrypt.chacha20(data, key, aad) end

---@param sealed string
---@param key string
---@param aad? string
---@return string? data
---@return Error? err
function crypto.decrypt.aes(sealed, key, aad) end

---@param sealed string
---@param key string
---@param aad? string
---@return string? data
---@return Error? err
function crypto.decrypt.chacha20(sealed, key, aad) end

---A JSON Web Token.
---@param claims table
---@param key string shared key, or private key in PEM
---@param alg? JwtAlgorithm default HS256
---@return string? token
---@return Error? err
function crypto.jwt.encode(claims, key, alg) end

---The claims of a token that `key` signed by `alg`; `exp` and `nbf` are checked.
---@param token string
---@param key string shared key, or public key in PEM
---@param alg? JwtAlgorithm default HS256
---@param require_exp? boolean
---@return table? claims
---@return Error? err
function crypto.jwt.verify(token, key, alg, require_exp) end

---@param alg SignatureAlgorithm
---@param private_pem string
---@param data string
---@return string? signature
---@return Error? err
function crypto.sign(alg, private_pem, data) end

---@param alg SignatureAlgorithm
---@param public_pem string
---@param data string
---@param signature string
---@return boolean? valid
---@return Error? err
function crypto.verify(alg, public_pem, data, signature) end

---A key from a password.
---@param password string
---@param salt string
---@param rounds integer 1 to 10000000
---@param length integer 1 to 4096
---@param hash? "sha256"|"sha512" default sha256
---@return string? key
---@return Error? err
function crypto.pbkdf2(password, salt, rounds, length, hash) end

---@param a string
---@param b string
---@return boolean
function crypto.constant_time_compare(a, b) end

return crypto
