#!/usr/bin/env bash
# Carries the kernels for tensor cores to NVIDIA's machine code, on a machine without a GPU: clang makes PTX of them, ptxas
# assembles it. Shows that the instruction is spelled as the assembler wants it, and what each kernel takes of registers and
# local memory; how fast they are only a GPU can say.
#
#     benchmarks/gpu/assemble_ptx.sh [sm_80 sm_90 ...]
#
# Needs clang 14 or newer (CLANG names another) and ptxas of CUDA 11 or newer (PTXAS names another; it is also in the Python
# package nvidia-cuda-nvcc-cu12).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
kernels=$here/../../kernels/src/main/resources/org/timbrel/kernels/opencl
clang=${CLANG:-$(command -v clang || command -v clang-14 || echo clang)}
ptxas=${PTXAS:-ptxas}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
header=$("$clang" -print-resource-dir)/include/opencl-c.h

# assemble FILE OPTIONS: one variant, for each architecture
assemble() {
    local file=$1
    shift
    cat "$here/ptx_builtins.cl" "$kernels/prelude.cl" "$kernels/mma.cl" "$kernels/$file.cl" >"$work/all.cl"
    # clang's OpenCL knows the keyword only with underscores; the rest of the flags are those of the driver in spirit
    "$clang" -w -x cl -cl-std=CL1.2 --target=nvptx64-nvidia-nvcl -Xclang -target-cpu -Xclang sm_80 \
        -Xclang -target-feature -Xclang +ptx70 -O3 -S -o "$work/all.ptx" -cl-no-stdinc -include "$header" \
        -Dasm=__asm__ -DVECTOR=4 -DMMA_PTX "$@" "$work/all.cl"
    local architecture
    for architecture in $architectures; do
        printf '%s %s, %s: %s instructions, ' "$file" "$*" "$architecture" "$(grep -c mma.sync "$work/all.ptx")"
        "$ptxas" -v -arch="$architecture" -o "$work/all.cubin" "$work/all.ptx" 2>&1 |
            sed -n 's/.*\(Used [0-9]* registers\).* \([0-9]* bytes smem\).*/\1, \2/p; s/.* \([0-9]* bytes spill stores\).*/\1, /p' |
            tr -d '\n'
        echo
    done
}

architectures=${*:-sm_80 sm_90}
halves='-DHALVES=1 -DA_T=half -DB_T=half'
assemble matmul_mma $halves
assemble matmul_mma $halves -DTO_T=half
assemble matmul_mma -DMMA_TYPE=0
assemble matmul_mma -DMMA_TYPE=1
assemble matmul_mma -DMMA_TYPE=2
for to in 0 1 2; do
    assemble conv2d_mma $halves -DTO=$to
    assemble conv2d_mma -DMMA_TYPE=1 -DTO=$to
    assemble conv2d_mma -DMMA_TYPE=2 -DTO=$to
done
echo 'All variants assemble.'
