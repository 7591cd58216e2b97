using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Orleans.Serialization;

namespace Orleans.Copying;

/// <summary>
/// Compiles the copy of a type of our own: of each member that has an <see cref="IdAttribute"/>, and no other.
/// </summary>
static class MemberCopy
{
    const BindingFlags Members =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static Delegate Compile(Type type)
    {
        var fields = Fields(type);
        var copy = new DynamicMethod(
            $"Copy {type.Name}", type, [type], typeof(MemberCopy).Module, skipVisibility: true);
        var code = copy.GetILGenerator();
        var result = code.DeclareLocal(type);
        if (!type.IsValueType)
        {
            PassNull(code);
        }

        Create(code, type, result);
        foreach (var field in fields)
        {
            code.Emit(type.IsValueType ? OpCodes.Ldloca : OpCodes.Ldloc, result);
            code.Emit(OpCodes.Ldarg_0);
            code.Emit(OpCodes.Ldfld, field);
            code.Emit(OpCodes.Call, typeof(Copier<>).MakeGenericType(field.FieldType)
                .GetMethod(nameof(Copier<int>.CopyOrPass))!);
            code.Emit(OpCodes.Stfld, field);
        }

        code.Emit(OpCodes.Ldloc, result);
        code.Emit(OpCodes.Ret);
        return copy.CreateDelegate(typeof(Func<,>).MakeGenericType(type, type));
    }

    static List<FieldInfo> Fields(Type type)
    {
        if (type.IsGenericType && type.Namespace == nameof(System)
            && (type.IsAssignableTo(typeof(ITuple)) || type.Name.StartsWith("KeyValuePair", StringComparison.Ordinal)))
        {
            return [.. type.GetFields(Members)];
        }

        var fields = new List<FieldInfo>();
        for (var level = type; level != typeof(object) && level != typeof(ValueType); level = level.BaseType!)
        {
            if (!level.IsDefined(typeof(GenerateSerializerAttribute), inherit: false))
            {
                throw new CodecNotFoundException(
                    $"Nothing says how a {level} crosses a call. Mark it with [GenerateSerializer] and its members "
                    + "with [Id], or pass something else.");
            }

            fields.AddRange(level.GetFields(Members).Where(HasId));
        }

        return fields;
    }

    static bool HasId(FieldInfo field) =>
        field.IsDefined(typeof(IdAttribute))
        || field.DeclaringType!.GetProperties(Members).Any(property =>
            field.Name == $"<{property.Name}>k__BackingField" && property.IsDefined(typeof(IdAttribute)));

    static void PassNull(ILGenerator code)
    {
        var some = code.DefineLabel();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Brtrue, some);
        code.Emit(OpCodes.Ldnull);
        code.Emit(OpCodes.Ret);
        code.MarkLabel(some);
    }

    static void Create(ILGenerator code, Type type, LocalBuilder result)
    {
        if (type.IsValueType)
        {
            return;
        }

        if (type.GetConstructor(Type.EmptyTypes) is { } constructor)
        {
            code.Emit(OpCodes.Newobj, constructor);
        }
        else
        {
            code.Emit(OpCodes.Ldtoken, type);
            code.Emit(OpCodes.Call, typeof(Type).GetMethod(nameof(Type.GetTypeFromHandle))!);
            code.Emit(OpCodes.Call, typeof(RuntimeHelpers).GetMethod(nameof(RuntimeHelpers.GetUninitializedObject))!);
            code.Emit(OpCodes.Castclass, type);
        }

        code.Emit(OpCodes.Stloc, result);
    }
}
