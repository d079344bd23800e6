// What NVIDIA's OpenCL driver brings and clang alone does not: just enough of OpenCL C's functions to let assemble_ptx.sh
// carry the kernels for tensor cores to machine code. What exp and tanh compute does not matter there.

#define BUILTIN __attribute__((overloadable, always_inline))
#define OF_AXIS(name, axis) (axis == 0 ? name##_x() : axis == 1 ? name##_y() : name##_z())

BUILTIN size_t get_local_id(uint axis) { return OF_AXIS(__nvvm_read_ptx_sreg_tid, axis); }
BUILTIN size_t get_group_id(uint axis) { return OF_AXIS(__nvvm_read_ptx_sreg_ctaid, axis); }
BUILTIN size_t get_local_size(uint axis) { return OF_AXIS(__nvvm_read_ptx_sreg_ntid, axis); }
BUILTIN size_t get_global_id(uint axis) { return get_group_id(axis) * get_local_size(axis) + get_local_id(axis); }
BUILTIN void barrier(cl_mem_fence_flags flags) { __syncthreads(); }
BUILTIN float exp(float x) { return x; }
BUILTIN float tanh(float x) { return x; }
BUILTIN int isnan(float x) { return x != x; }
BUILTIN int min(int x, int y) { return x < y ? x : y; }

BUILTIN void vstore4(float4 v, size_t i, private float *x)
{
    x[4 * i] = v.x;
    x[4 * i + 1] = v.y;
    x[4 * i + 2] = v.z;
    x[4 * i + 3] = v.w;
}

BUILTIN ushort bits_of_half(float x)
{
    ushort bits;
    __asm__("cvt.rn.f16.f32 %0, %1;" : "=h"(bits) : "f"(x));
    return bits;
}

BUILTIN float of_half(ushort bits)
{
    float x;
    __asm__("cvt.f32.f16 %0, %1;" : "=f"(x) : "h"(bits));
    return x;
}

BUILTIN float vload_half(size_t i, const global half *x) { return of_half(((const global ushort *) x)[i]); }
BUILTIN void vstore_half_rte(float v, size_t i, global half *x) { ((global ushort *) x)[i] = bits_of_half(v); }
BUILTIN void vstore_half2_rte(float2 v, size_t i, private half *x)
{
    ((private ushort *) x)[2 * i] = bits_of_half(v.x);
    ((private ushort *) x)[2 * i + 1] = bits_of_half(v.y);
}
