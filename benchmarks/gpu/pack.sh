#!/usr/bin/env bash
# Packs all that a bare Linux machine with an NVIDIA driver needs to check and to measure the OpenCL backend:
#
#     benchmarks/gpu/pack.sh [FOLDER]          default: target/gpu/timbrel-gpu; beside it the same as a .tar.gz
#
# The folder holds a Java runtime, the program, its tests of backends, an OpenCL loader with the file that names NVIDIA's
# driver, and the scripts that time PyTorch. Copy it there and run ./run; ./run help says what it can do. Needs here: Linux on
# x86-64, a JDK of 17 or newer with jlink, Maven, and an OpenCL loader to copy (Debian and Ubuntu: ocl-icd-libopencl1).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
home=$(cd "$here/../.." && pwd)
folder=$(realpath -m "${1:-$home/target/gpu/timbrel-gpu}")
most_megabytes=60

fail() {
    echo "pack.sh: $1" >&2
    exit 1
}

# The JDK: JAVA_HOME, or that of the javac on the PATH.
jdk=${JAVA_HOME:-$(readlink -f "$(command -v javac)" | sed 's,/bin/javac$,,')}
[ -x "$jdk/bin/jlink" ] || fail "wanted a JDK with jlink, got '$jdk'; set JAVA_HOME to the folder of one, 17 or newer."
release=$("$jdk/bin/jlink" --version)
release=${release%%.*}
[ "$release" -ge 17 ] || fail "wanted a JDK of 17 or newer, got $release in $jdk; set JAVA_HOME to another."
export JAVA_HOME=$jdk
loader=$(ldconfig -p | sed -n 's/.*libOpenCL\.so\.1 .*x86-64.* => //p' | sed -n 1p)
[ -n "$loader" ] || fail 'found no 64-bit libOpenCL.so.1 to pack; on Debian and Ubuntu: apt-get install ocl-icd-libopencl1.'
[ ! -e "$folder" ] || [ -e "$folder/run" ] || fail "$folder is there and was not made by this script; name another folder."
rm -rf "$folder"
mkdir -p "$folder"/{jars,tests,opencl/vendors,benchmarks/peers}

echo 'building the program and its tests ...'
cd "$home"
./timbrel help >/dev/null
cp target/launcher/"$(cat target/launcher/current)"/*.jar "$folder/jars"
mvn -B -q -DskipTests package dependency:copy-dependencies -DincludeScope=test "-DoutputDirectory=$folder/tests" \
    -DincludeGroupIds=org.junit.jupiter,org.junit.platform,org.opentest4j
cp engine/target/timbrel-engine-*-tests.jar "$folder/tests"
for module in kernels benchmarks; do
    "$jdk/bin/jar" --create --file "$folder/tests/timbrel-$module-tests.jar" -C $module/target/test-classes .
done

echo "linking a Java $release runtime ..."
# Without java.desktop, which only sound files and pictures need and which is a third of the whole.
compress=2
[ "$release" -lt 21 ] || compress=zip-9
"$jdk/bin/jlink" --output "$folder/java" --strip-debug --no-header-files --no-man-pages --compress=$compress \
    --add-modules java.base,java.logging,jdk.incubator.vector,jdk.management,jdk.unsupported 2>&1 |
    { grep -v 'incubator modules' || true; }

{
    echo '--add-modules jdk.incubator.vector -Djdk.incubator.vector.VECTOR_ACCESS_OOB_CHECK=0 -XX:ObjectAlignmentInBytes=64 -XX:+UseSerialGC'
    [ "$release" -lt 22 ] || echo '--enable-native-access=ALL-UNNAMED'
} >"$folder/java.flags"
cp -L "$loader" "$folder/opencl/libOpenCL.so.1"
# ocl-icd's licence goes with it, where Debian keeps it
[ ! -r /usr/share/doc/ocl-icd-libopencl1/copyright ] ||
    cp /usr/share/doc/ocl-icd-libopencl1/copyright "$folder/opencl/copyright"
echo libnvidia-opencl.so.1 >"$folder/opencl/vendors/nvidia.icd"
cp benchmarks/peers/{training_step,torch_step}.py "$folder/benchmarks/peers"
cp "$here"/{run,timbrel} LICENSE NOTICE "$folder"
tar -czf "$folder.tar.gz" -C "$(dirname "$folder")" "$(basename "$folder")"

megabytes=$(du -sm "$folder" | cut -f 1)
echo "$folder: $megabytes MB, $(du -sm "$folder.tar.gz" | cut -f 1) MB as .tar.gz"
[ "$megabytes" -lt $most_megabytes ] || fail "wanted less than $most_megabytes MB, got $megabytes."
