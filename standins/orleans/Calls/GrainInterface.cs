using System.Reflection;
using System.Reflection.Emit;

namespace Orleans.Runtime;

/// <summary>The references of one interface.</summary>
static class GrainInterface<T>
{
    static readonly Lazy<Func<ICallTarget, string, T>> Made = new(ReferenceType.Make<T>);

    /// <summary>Makes a reference.</summary>
    /// <exception cref="Serialization.CodecNotFoundException">
    /// One of its methods takes or answers what cannot travel.
    /// </exception>
    public static Func<ICallTarget, string, T> Refer => Made.Value;
}

/// <summary>
/// Makes a class for an interface whose methods do nothing but pack their arguments into a tuple and hand them on with
/// the method's <see cref="CallMethod{TArguments, TResult}"/>: no reflection is left on the way of a call.
/// </summary>
static class ReferenceType
{
    const int ParametersMax = 7;

    static readonly ModuleBuilder Module = AssemblyBuilder
        .DefineDynamicAssembly(new("Orleans.StandIn.References"), AssemblyBuilderAccess.Run)
        .DefineDynamicModule("References");

    static readonly Type[] ConstructorParameters = [typeof(ICallTarget), typeof(string)];

    static int _count;

    public static Func<ICallTarget, string, T> Make<T>()
    {
        var type = Define(typeof(T));
        var make = new DynamicMethod("Refer", typeof(T), ConstructorParameters, Module, skipVisibility: true);
        var code = make.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Newobj, type.GetConstructors()[0]);
        code.Emit(OpCodes.Ret);
        return make.CreateDelegate<Func<ICallTarget, string, T>>();
    }

    static Type Define(Type face)
    {
        if (!face.IsInterface || !face.IsVisible)
        {
            throw new ArgumentException($"{face} must be a public interface to be called through a reference.");
        }

        var type = Module.DefineType(
            $"{face.Name}.{Interlocked.Increment(ref _count)}",
            TypeAttributes.Public | TypeAttributes.Sealed,
            typeof(GrainReference),
            [face]);
        DefineConstructor(type);
        var methods = face.GetInterfaces().Prepend(face).SelectMany(each => each.GetMethods()).ToArray();
        for (var index = 0; index < methods.Length; index++)
        {
            DefineMethod(type, methods[index], index);
        }

        var made = type.CreateType();
        for (var index = 0; index < methods.Length; index++)
        {
            var field = made.GetField(FieldName(index))!;
            field.SetValue(null, field.FieldType.GetConstructors()[0].Invoke(
                BindingFlags.DoNotWrapExceptions, null, [methods[index]], null));
        }

        return made;
    }

    static void DefineConstructor(TypeBuilder type)
    {
        var code = type.DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, ConstructorParameters)
            .GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Ldarg_2);
        code.Emit(OpCodes.Call, typeof(GrainReference).GetConstructor(
            BindingFlags.Instance | BindingFlags.NonPublic, ConstructorParameters)!);
        code.Emit(OpCodes.Ret);
    }

    static void DefineMethod(TypeBuilder type, MethodInfo method, int index)
    {
        var parameters = Parameters(method);
        var tuple = Tuple(parameters);
        var (caller, result) = Caller(method, tuple);
        var compiled = typeof(CallMethod<,>).MakeGenericType(tuple, result);
        var field = type.DefineField(FieldName(index), compiled, FieldAttributes.Public | FieldAttributes.Static);
        var body = type.DefineMethod(
            $"{method.DeclaringType!.FullName}.{method.Name}",
            MethodAttributes.Private | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.NewSlot,
            method.ReturnType,
            parameters);
        var code = body.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldsfld, field);
        for (var parameter = 0; parameter < parameters.Length; parameter++)
        {
            code.Emit(OpCodes.Ldarg, parameter + 1);
        }

        if (parameters.Length == 0)
        {
            code.Emit(OpCodes.Ldloc, code.DeclareLocal(tuple));
        }
        else
        {
            code.Emit(OpCodes.Newobj, tuple.GetConstructor(parameters)!);
        }

        code.Emit(OpCodes.Call, caller);
        code.Emit(OpCodes.Ret);
        type.DefineMethodOverride(body, method);
    }

    static Type[] Parameters(MethodInfo method)
    {
        var parameters = method.GetParameters();
        return method.IsGenericMethod || parameters.Length > ParametersMax
            || parameters.Any(parameter => parameter.ParameterType.IsByRef)
            ? throw new NotSupportedException(
                $"{method.DeclaringType}.{method.Name} cannot be called through a reference: it must not be generic, "
                + $"nor have by-reference parameters or more than {ParametersMax} of them.")
            : [.. parameters.Select(parameter => parameter.ParameterType)];
    }

    static Type Tuple(Type[] parameters) => parameters.Length == 0
        ? typeof(ValueTuple)
        : Type.GetType($"System.ValueTuple`{parameters.Length}")!.MakeGenericType(parameters);

    /// <summary>
    /// The method of <see cref="GrainReference"/> that fits the result, and the result without its task.
    /// </summary>
    static (MethodInfo Caller, Type Result) Caller(MethodInfo method, Type tuple)
    {
        var returned = method.ReturnType;
        if (returned.IsGenericType && returned.GetGenericTypeDefinition() is var kind
            && (kind == typeof(Task<>) || kind == typeof(ValueTask<>)))
        {
            var result = returned.GetGenericArguments()[0];
            var name = kind == typeof(Task<>)
                ? nameof(GrainReference.CallTaskOf)
                : nameof(GrainReference.CallValueTaskOf);
            return (Find(name).MakeGenericMethod(tuple, result), result);
        }

        var plain = returned == typeof(Task) ? nameof(GrainReference.CallTask)
            : returned == typeof(ValueTask) ? nameof(GrainReference.CallValueTask)
            : returned == typeof(void) ? nameof(GrainReference.Send)
            : throw new NotSupportedException(
                $"{method.DeclaringType}.{method.Name} must return a Task, a ValueTask or, for observers, nothing.");
        return (Find(plain).MakeGenericMethod(tuple), typeof(Nothing));
    }

    static MethodInfo Find(string name) =>
        typeof(GrainReference).GetMethod(name, BindingFlags.Instance | BindingFlags.NonPublic)!;

    static string FieldName(int index) => $"Method{index}";
}
