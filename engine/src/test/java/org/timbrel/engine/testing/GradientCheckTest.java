package org.timbrel.engine.testing;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Proxy;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.reference.ReferenceBackend;
import org.timbrel.engine.testing.OpCase.Input;

class GradientCheckTest {
    @TestFactory
    Stream<DynamicTest> gradientsAgreeWithCentralDifferences() {
        return OpCases.small().stream()
                .map(opCase -> DynamicTest.dynamicTest(
                        opCase.name(), () -> GradientCheck.check(new ReferenceBackend(), opCase)));
    }

    @Test
    void seesAGradientThatIsOffByATenThousandth() {
        OpCase softmax = OpCase.of("softmax", in -> in.get(0).softmax(), Input.of(2, 3));
        assertThrows(AssertionError.class, () -> GradientCheck.check(withWrongSoftmaxGradient(), softmax));
    }

    private static Backend withWrongSoftmaxGradient() {
        Backend right = new ReferenceBackend();
        return (Backend) Proxy.newProxyInstance(
                Backend.class.getClassLoader(), new Class<?>[] {Backend.class}, (proxy, method, arguments) -> {
                    Object result = method.invoke(right, arguments);
                    if (method.getName().equals("softmaxBackward")) {
                        Buffer dx = (Buffer) arguments[4];
                        right.affine(dx, 1 + 1e-4, 0, dx, dx.length());
                    }
                    return result;
                });
    }
}
