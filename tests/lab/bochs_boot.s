# The whole firmware of a guest under Bochs: enters protected mode and jumps to Linux's PVH entry, which needs no BIOS.
# START and END: where the image lies in memory; ENTRY: the kernel's. At 0xffff0000, 64 KiB.
.code16
.globl _start
_start:
    cli
    lgdtl %cs:gdt_register - _start
    movl %cr0, %eax
    orb $1, %al
    movl %eax, %cr0
    ljmpl $8, $protected
.code32
protected:
    movw $16, %ax
    movw %ax, %ds
    movw %ax, %es
    movw %ax, %ss
    # Bochs 2.7 reads an image into memory in one piece, but gives out its blocks in the order of their first use.
    movl $START, %ebx
1:  movl (%ebx), %eax
    addl $0x1000, %ebx
    cmpl $END, %ebx
    jb 1b
    movl $START, %ebx
    movl $ENTRY, %eax
    jmp *%eax
.balign 8
gdt: .quad 0, 0x00cf9b000000ffff, 0x00cf93000000ffff
gdt_register:
    .word 23
    .long gdt
.org 0xfff0
.code16
    jmp _start
.org 0x10000
