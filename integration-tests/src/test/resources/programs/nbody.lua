-- Arithmetic on fractions and fields of tables: the outer planets for 60,000 steps.
local sqrt = math.sqrt
local SOLAR_MASS, YEAR = 4 * math.pi * math.pi, 365.24

local function body(x, y, z, vx, vy, vz, mass)
  return {
    x = x, y = y, z = z,
    vx = vx * YEAR, vy = vy * YEAR, vz = vz * YEAR,
    mass = mass * SOLAR_MASS,
  }
end

local bodies = {
  body(0, 0, 0, 0, 0, 0, 1),
  body(4.84143144246472082945e+00, -1.16032004402742839362e+00, -1.03622044471123109494e-01,
    1.66007664274403694959e-03, 7.69901118419740425080e-03, -6.90460016972063023554e-05,
    9.54791938424326609124e-04),
  body(8.34336671824457987790e+00, 4.12479856412430479268e+00, -4.03523417114321381185e-01,
    -2.76742510726411021830e-03, 4.99852801234917238954e-03, 2.30417297573763929463e-05,
    2.85885980666130812119e-04),
  body(1.28943695621391310164e+01, -1.51111514016986312525e+01, -2.23307578892655734398e-01,
    2.96460137564761618652e-03, 2.37847173959480950188e-03, -2.96589568540237556131e-05,
    4.36624404335156298062e-05),
  body(1.53796971148509165498e+01, -2.59193146099879641146e+01, 1.79258772950371181757e-01,
    2.68067772490389322072e-03, 1.62824170038242295431e-03, -9.51592254519715870971e-05,
    5.15138902046611451304e-05),
}

local function advance(bodies, n, dt)
  for i = 1, n do
    local bi = bodies[i]
    local bix, biy, biz, bimass = bi.x, bi.y, bi.z, bi.mass
    local bivx, bivy, bivz = bi.vx, bi.vy, bi.vz
    for j = i + 1, n do
      local bj = bodies[j]
      local dx, dy, dz = bix - bj.x, biy - bj.y, biz - bj.z
      local distance2 = dx * dx + dy * dy + dz * dz
      local mag = sqrt(distance2)
      mag = dt / (mag * distance2)
      local bm = bj.mass * mag
      bivx = bivx - (dx * bm)
      bivy = bivy - (dy * bm)
      bivz = bivz - (dz * bm)
      bm = bimass * mag
      bj.vx = bj.vx + (dx * bm)
      bj.vy = bj.vy + (dy * bm)
      bj.vz = bj.vz + (dz * bm)
    end
    bi.vx = bivx
    bi.vy = bivy
    bi.vz = bivz
    bi.x = bix + dt * bivx
    bi.y = biy + dt * bivy
    bi.z = biz + dt * bivz
  end
end

for _ = 1, 60000 do
  advance(bodies, 5, 0.01)
end
assert(bodies[1].x == bodies[1].x)
